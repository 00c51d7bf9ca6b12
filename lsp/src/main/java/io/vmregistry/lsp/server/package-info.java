/** The protocol's side: lifecycle, document synchronisation, diagnostics. */
@NullMarked
package io.vmregistry.lsp.server;

import org.jspecify.annotations.NullMarked;
