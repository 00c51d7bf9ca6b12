/** The NoCloud seed that tells a guest its name, its keys and its addresses at its first boot. */
@NullMarked
package io.vmregistry.daemon.cloudinit;

import org.jspecify.annotations.NullMarked;
