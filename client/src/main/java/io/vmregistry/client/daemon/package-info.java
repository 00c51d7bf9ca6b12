/** A host's daemon over its socket: addresses, channels, and the difference between a refusal and nobody there. */
@NullMarked
package io.vmregistry.client.daemon;

import org.jspecify.annotations.NullMarked;
