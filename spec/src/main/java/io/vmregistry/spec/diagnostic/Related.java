package io.vmregistry.spec.diagnostic;

import io.vmregistry.spec.text.TextRange;

/** Another place in the same file that belongs to a diagnostic: the first of two duplicates, the network of an address. */
public record Related(TextRange range, String message) {}
