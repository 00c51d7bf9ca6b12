/** Disk files that machines write to: overlays on an image's blob, and blank ones. */
@NullMarked
package io.vmregistry.daemon.disk;

import org.jspecify.annotations.NullMarked;
