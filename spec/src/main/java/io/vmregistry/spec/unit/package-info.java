/** Quantities with their units: sizes in bytes, durations as the file formats write them. */
@NullMarked
package io.vmregistry.spec.unit;

import org.jspecify.annotations.NullMarked;
