/** What a repository holds and the rules between its blobs, uploads and manifests; knows no HTTP. */
@NullMarked
package io.vmregistry.registry.content;

import org.jspecify.annotations.NullMarked;
