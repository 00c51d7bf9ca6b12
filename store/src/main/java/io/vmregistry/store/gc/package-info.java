/** Garbage collection: frees the blobs that nothing names, while others push and pull. */
@NullMarked
package io.vmregistry.store.gc;

import org.jspecify.annotations.NullMarked;
