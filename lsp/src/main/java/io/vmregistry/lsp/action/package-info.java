/** Corrections and rewritings that are offered at a place. */
@NullMarked
package io.vmregistry.lsp.action;

import org.jspecify.annotations.NullMarked;
