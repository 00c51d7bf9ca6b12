/** A backend without guests: states, consoles and addresses as a hypervisor shows them, and faults on demand. */
@NullMarked
package io.vmregistry.daemon.hypervisor.simulated;

import org.jspecify.annotations.NullMarked;
