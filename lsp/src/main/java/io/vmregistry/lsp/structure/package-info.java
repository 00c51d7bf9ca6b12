/** A document's parts for outlines, folds, colours, links and lenses. */
@NullMarked
package io.vmregistry.lsp.structure;

import org.jspecify.annotations.NullMarked;
