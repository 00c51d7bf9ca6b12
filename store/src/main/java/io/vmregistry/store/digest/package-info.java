/** Hashes whose progress can be saved, so that another process continues them. */
@NullMarked
package io.vmregistry.store.digest;

import org.jspecify.annotations.NullMarked;
