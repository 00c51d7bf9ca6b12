/** From a name to its other places, and its new name everywhere. */
@NullMarked
package io.vmregistry.lsp.navigation;

import org.jspecify.annotations.NullMarked;
