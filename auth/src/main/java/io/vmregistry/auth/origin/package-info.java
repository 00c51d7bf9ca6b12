/** Where a request comes from. */
@NullMarked
package io.vmregistry.auth.origin;

import org.jspecify.annotations.NullMarked;
