package io.vmregistry.daemon.hypervisor.libvirt;

/** A libvirt to be used: what hypervisor and networks share. Nothing is connected before it is needed. */
public final class LibvirtHost implements AutoCloseable {

    private final LibvirtConnection connection;

    /** A libvirt under its connection URI (libvirt.org, "Connection URIs"), such as {@code qemu:///system}. */
    public LibvirtHost(String uri) {
        this.connection = new LibvirtConnection(uri);
    }

    LibvirtConnection connection() {
        return connection;
    }

    @Override
    public void close() {
        connection.close();
    }
}
