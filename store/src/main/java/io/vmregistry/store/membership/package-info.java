/** Which repository may read which blob: the port. */
@NullMarked
package io.vmregistry.store.membership;

import org.jspecify.annotations.NullMarked;
