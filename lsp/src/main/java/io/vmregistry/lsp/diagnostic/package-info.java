/** What is wrong with a document, in the protocol's terms. */
@NullMarked
package io.vmregistry.lsp.diagnostic;

import org.jspecify.annotations.NullMarked;
