package io.vmregistry.daemon.hypervisor.libvirt;

/** What tells our domains and networks from everybody else's: an element in libvirt's metadata. */
final class Mark {

    static final String NAMESPACE = "https://vmregistry.io/xmlns/libvirt/1";
    static final String PREFIX = "vmregistry";
    static final String MACHINE = "machine";
    static final String NETWORK = "network";

    private Mark() {}
}
