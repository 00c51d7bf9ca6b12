/** The image manifest and the image configuration, as they travel between daemon and registry. */
@NullMarked
package io.vmregistry.spec.image;

import org.jspecify.annotations.NullMarked;
