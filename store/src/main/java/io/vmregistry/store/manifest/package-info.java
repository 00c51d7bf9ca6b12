/** Manifests by repository and reference: the port. */
@NullMarked
package io.vmregistry.store.manifest;

import org.jspecify.annotations.NullMarked;
