/** Text with positions: lines and columns that survive decoding and interpolation. */
@NullMarked
package io.vmregistry.spec.text;

import org.jspecify.annotations.NullMarked;
