/** The language server with the clients that users have: what Neovim shows, and what Visual Studio Code's protocol layer gets. */
@NullMarked
package io.vmregistry.e2e.editor;

import org.jspecify.annotations.NullMarked;
