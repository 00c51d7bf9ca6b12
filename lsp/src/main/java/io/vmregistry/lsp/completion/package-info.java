/** What may be written where the cursor is. */
@NullMarked
package io.vmregistry.lsp.completion;

import org.jspecify.annotations.NullMarked;
