/** A registry over HTTP: blobs, uploads, manifests, tags, and the token that each request needs. */
@NullMarked
package io.vmregistry.client.registry;

import org.jspecify.annotations.NullMarked;
