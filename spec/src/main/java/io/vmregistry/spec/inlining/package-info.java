/** Contents in place of names: a document that can leave its folder. */
@NullMarked
package io.vmregistry.spec.inlining;

import org.jspecify.annotations.NullMarked;
