package io.vmregistry.daemon.network;

import java.net.Inet4Address;

/** An address that a network's DHCP server keeps for one station. */
public record Reservation(MacAddress mac, Inet4Address address, String hostName) {}
