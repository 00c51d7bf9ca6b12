/** Which images there are, asked of those who keep them. */
@NullMarked
package io.vmregistry.lsp.image;

import org.jspecify.annotations.NullMarked;
