/** The libvirt adapter: the only place that knows libvirt, its XML and its native library. */
@NullMarked
package io.vmregistry.daemon.hypervisor.libvirt;

import org.jspecify.annotations.NullMarked;
