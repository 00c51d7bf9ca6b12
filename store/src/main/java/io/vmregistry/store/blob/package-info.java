/** Blobs by digest: the port, its uploads and readers. */
@NullMarked
package io.vmregistry.store.blob;

import org.jspecify.annotations.NullMarked;
