/** Where keys, values and names stand in a text that need not be YAML yet: one pass, by indentation and brackets. */
@NullMarked
package io.vmregistry.lsp.outline;

import org.jspecify.annotations.NullMarked;
