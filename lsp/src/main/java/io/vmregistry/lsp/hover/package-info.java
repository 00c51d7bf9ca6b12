/** What the thing under the cursor means. */
@NullMarked
package io.vmregistry.lsp.hover;

import org.jspecify.annotations.NullMarked;
