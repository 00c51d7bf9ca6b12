package io.vmregistry.daemon.hypervisor;

import io.vmregistry.daemon.network.MacAddress;
import io.vmregistry.daemon.network.NetworkName;

/** A network card of a guest and the network that it is plugged into. */
public record GuestInterface(NetworkName network, MacAddress mac) {}
