package io.vmregistry.spec.files;

import io.vmregistry.spec.text.TextRange;

/** A file that a document names, and where it does. */
public record NamedFile(String path, TextRange range) {}
