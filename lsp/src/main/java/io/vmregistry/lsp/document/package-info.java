/** The documents that an editor has open, as it changes them. */
@NullMarked
package io.vmregistry.lsp.document;

import org.jspecify.annotations.NullMarked;
