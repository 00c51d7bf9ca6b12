/** A document laid out evenly, without a change to what it says. */
@NullMarked
package io.vmregistry.lsp.format;

import org.jspecify.annotations.NullMarked;
