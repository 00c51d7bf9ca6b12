/** Access tokens, and refresh tokens with their families. */
@NullMarked
package io.vmregistry.auth.token;

import org.jspecify.annotations.NullMarked;
