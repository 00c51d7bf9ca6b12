/** This host's images: imported, pulled, tagged, exported, removed. */
@NullMarked
package io.vmregistry.daemon.image;

import org.jspecify.annotations.NullMarked;
