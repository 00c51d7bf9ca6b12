/** Messages as bytes: what is taken from the client before anybody reads it. */
@NullMarked
package io.vmregistry.lsp.wire;

import org.jspecify.annotations.NullMarked;
