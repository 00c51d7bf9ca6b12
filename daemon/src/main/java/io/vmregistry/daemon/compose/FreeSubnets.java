package io.vmregistry.daemon.compose;

import io.vmregistry.daemon.network.Subnet;
import java.net.Inet4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds a subnet for a network whose document gives none. */
final class FreeSubnets {

    private static final int CANDIDATES = 256;

    private FreeSubnets() {}

    /**
     * One of 10.89.0.0/24 to 10.89.255.0/24 that overlaps nothing, the same for the same name where that is free.
     *
     * @throws ComposeException.InvalidRequest when all are taken
     */
    static Subnet choose(String network, Collection<Subnet> used) {
        int first = Math.floorMod(network.hashCode(), CANDIDATES);
        Set<Inet4Address> hosts = hostAddresses();
        for (int i = 0; i < CANDIDATES; i++) {
            Optional<Subnet> candidate = Subnet.parse("10.89.%d.0/24".formatted((first + i) % CANDIDATES));
            if (candidate.isPresent()
                    && used.stream().noneMatch(candidate.get()::overlaps)
                    && hosts.stream().noneMatch(candidate.get()::contains)) {
                return candidate.get();
            }
        }
        throw new ComposeException.InvalidRequest(
                "Tried to find a subnet for network \"%s\" but failed because all of 10.89.0.0/16 is taken. Give it one in the document."
                        .formatted(network));
    }

    private static Set<Inet4Address> hostAddresses() {
        Set<Inet4Address> addresses = new HashSet<>();
        try (Stream<NetworkInterface> interfaces = NetworkInterface.networkInterfaces()) {
            interfaces
                    .flatMap(card -> card.getInterfaceAddresses().stream())
                    .map(InterfaceAddress::getAddress)
                    .forEach(address -> {
                        if (address instanceof Inet4Address known) {
                            addresses.add(known);
                        }
                    });
        } catch (SocketException e) {
            throw new ComposeException.HostFailed(
                    "Tried to list the host's addresses but failed because " + e.getMessage(), e);
        }
        return addresses;
    }
}
