/** Images on their way between a local store and a registry: parallel, resumable, in constant memory. */
@NullMarked
package io.vmregistry.client.transfer;

import org.jspecify.annotations.NullMarked;
