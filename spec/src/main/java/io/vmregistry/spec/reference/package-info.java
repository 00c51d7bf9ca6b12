/** Names of things in a registry: digests, repositories, tags and the references that users write. */
@NullMarked
package io.vmregistry.spec.reference;

import org.jspecify.annotations.NullMarked;
