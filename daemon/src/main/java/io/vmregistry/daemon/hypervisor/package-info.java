/** The hypervisor port: guests, their conditions, and which backend runs which of them. */
@NullMarked
package io.vmregistry.daemon.hypervisor;

import org.jspecify.annotations.NullMarked;
