/** The language server's entry point. */
@NullMarked
package io.vmregistry.lsp;

import org.jspecify.annotations.NullMarked;
