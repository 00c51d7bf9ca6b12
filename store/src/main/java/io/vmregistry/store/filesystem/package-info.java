/** The content store in a directory: the seed's layout, written so that a crash shows all or nothing. */
@NullMarked
package io.vmregistry.store.filesystem;

import org.jspecify.annotations.NullMarked;
