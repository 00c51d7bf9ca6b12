/** Files that a document names, looked up and read inside the document's folder. */
@NullMarked
package io.vmregistry.spec.files;

import org.jspecify.annotations.NullMarked;
