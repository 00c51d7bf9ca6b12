/** Variables in a document, replaced by the client before it is parsed. */
@NullMarked
package io.vmregistry.spec.interpolation;

import org.jspecify.annotations.NullMarked;
