package io.vmregistry.daemon.network;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;

/** An address that a network's DHCP server gave to a station. */
public record Lease(MacAddress mac, InetAddress address, Optional<String> hostName, Instant expires) {}
