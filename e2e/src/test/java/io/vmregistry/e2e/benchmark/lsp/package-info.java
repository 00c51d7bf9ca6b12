/** What an editor waits for, with our language server and with one of others. */
@NullMarked
package io.vmregistry.e2e.benchmark.lsp;

import org.jspecify.annotations.NullMarked;
