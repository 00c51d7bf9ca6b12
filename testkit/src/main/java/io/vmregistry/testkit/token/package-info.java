/** Tokens that nobody may believe. */
@NullMarked
package io.vmregistry.testkit.token;

import org.jspecify.annotations.NullMarked;
