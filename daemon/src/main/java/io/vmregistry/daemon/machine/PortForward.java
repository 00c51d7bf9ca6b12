package io.vmregistry.daemon.machine;

/** A port of the host that leads to a port of the guest. */
public record PortForward(String hostAddress, int hostPort, int guestPort, String protocol) {}
