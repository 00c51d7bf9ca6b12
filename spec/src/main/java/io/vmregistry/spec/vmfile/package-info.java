/** The VMFile: how a disk becomes an image. */
@NullMarked
package io.vmregistry.spec.vmfile;

import org.jspecify.annotations.NullMarked;
