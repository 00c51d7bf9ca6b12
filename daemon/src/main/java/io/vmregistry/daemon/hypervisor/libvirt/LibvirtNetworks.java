package io.vmregistry.daemon.hypervisor.libvirt;

import io.vmregistry.daemon.hypervisor.HypervisorException;
import io.vmregistry.daemon.network.Lease;
import io.vmregistry.daemon.network.MacAddress;
import io.vmregistry.daemon.network.Network;
import io.vmregistry.daemon.network.NetworkException.NetworkDiffers;
import io.vmregistry.daemon.network.NetworkException.NetworkForeign;
import io.vmregistry.daemon.network.NetworkException.NetworkRefused;
import io.vmregistry.daemon.network.NetworkException.NetworkUnavailable;
import io.vmregistry.daemon.network.NetworkException.NetworkUnknown;
import io.vmregistry.daemon.network.NetworkName;
import io.vmregistry.daemon.network.NetworkSpec;
import io.vmregistry.daemon.network.Networks;
import io.vmregistry.daemon.network.Reservation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.libvirt.Error.ErrorNumber;
import org.libvirt.LibvirtException;

/** Networks as libvirt keeps them. Ours carry our {@link Mark} in their metadata. */
public final class LibvirtNetworks implements Networks {

    /** Updating a network's reservations reads and writes them: one at a time. */
    private final Object reservations = new Object();

    private final LibvirtConnection connection;

    public LibvirtNetworks(LibvirtHost host) {
        this.connection = host.connection();
    }

    @Override
    public Network ensure(NetworkSpec wanted) {
        NetworkName name = wanted.name();
        Optional<Network> present = find(name);
        if (present.isPresent()) {
            requireOurs("create", present.get());
            difference(present.get(), wanted).ifPresent(difference -> {
                throw new NetworkDiffers(name, difference);
            });
            return activate(name);
        }
        on("create", name, connect -> {
            org.libvirt.Network network = connect.networkDefineXML(NetworkXml.of(wanted));
            try {
                network.create();
                network.setAutostart(wanted.autostart());
            } catch (LibvirtException e) {
                network.undefine();
                throw e;
            }
            return true;
        });
        return get(name);
    }

    private static Optional<String> difference(Network present, NetworkSpec wanted) {
        if (!present.mode().equals(Optional.of(wanted.mode()))) {
            return Optional.of("mode");
        }
        if (wanted.mode().hostIsGateway()) {
            return Stream.of(
                            present.subnet().equals(wanted.subnet()) ? "" : "subnet",
                            present.gateway().equals(wanted.hostAddress()) ? "" : "gateway",
                            present.dhcp().equals(wanted.handsOut()) ? "" : "DHCP range",
                            present.domain().equals(wanted.domain()) ? "" : "domain",
                            present.project().equals(wanted.project()) ? "" : "project")
                    .filter(difference -> !difference.isEmpty())
                    .findFirst();
        }
        return present.bridge().equals(wanted.device()) ? Optional.empty() : Optional.of("device");
    }

    @Override
    public Optional<Network> find(NetworkName name) {
        return on("look at", name, connect -> {
            Optional<org.libvirt.Network> network = lookup(connect, name);
            return network.isPresent() ? Optional.of(describe(network.get())) : Optional.empty();
        });
    }

    private Network get(NetworkName name) {
        return find(name).orElseThrow(() -> new NetworkUnknown(name));
    }

    @Override
    public List<Network> list() {
        return on("list", NetworkName.DEFAULT, connect -> {
            List<Network> networks = new ArrayList<>();
            List<String> names = new ArrayList<>(List.of(connect.listNetworks()));
            names.addAll(List.of(connect.listDefinedNetworks()));
            for (String text : names) {
                Optional<NetworkName> name = NetworkName.parse(text);
                // One that went away since it was listed is not there; one whose name we cannot write is not usable.
                Optional<org.libvirt.Network> network =
                        name.isPresent() ? lookup(connect, name.get()) : Optional.empty();
                if (network.isPresent()) {
                    networks.add(describe(network.get()));
                }
            }
            networks.sort(Comparator.comparing(Network::name));
            return List.copyOf(networks);
        });
    }

    @Override
    public Network activate(NetworkName name) {
        on("activate", name, connect -> {
            org.libvirt.Network network = lookup(connect, name).orElseThrow(() -> new NetworkUnknown(name));
            if (network.isActive() == 0) {
                network.create();
            }
            return true;
        });
        return get(name);
    }

    @Override
    public Network deactivate(NetworkName name) {
        requireOurs("deactivate", get(name));
        on("deactivate", name, connect -> {
            org.libvirt.Network network = lookup(connect, name).orElseThrow(() -> new NetworkUnknown(name));
            if (network.isActive() == 1) {
                network.destroy();
            }
            return true;
        });
        return get(name);
    }

    @Override
    public void remove(NetworkName name) {
        Optional<Network> present = find(name);
        if (present.isEmpty()) {
            return;
        }
        requireOurs("remove", present.get());
        on("remove", name, connect -> {
            Optional<org.libvirt.Network> network = lookup(connect, name);
            if (network.isPresent()) {
                if (network.get().isActive() == 1) {
                    network.get().destroy();
                }
                if (present.get().persistent()) {
                    network.get().undefine();
                }
            }
            return true;
        });
    }

    @Override
    public void reserve(NetworkName name, Reservation reservation) {
        synchronized (reservations) {
            on("reserve " + reservation.address().getHostAddress() + " in", name, connect -> {
                org.libvirt.Network network = lookup(connect, name).orElseThrow(() -> new NetworkUnknown(name));
                XmlTree description = XmlTree.parse(network.getXMLDesc(0));
                for (XmlTree host : hosts(description)) {
                    if (host.attribute("mac").equals(reservation.mac().toString())) {
                        if (host.attribute("ip").equals(reservation.address().getHostAddress())
                                && host.attribute("name").equals(reservation.hostName())) {
                            return true;
                        }
                        removeHost(connect, name, host);
                    }
                }
                LibvirtNative.addHost(connect.pointer(), name, NetworkXml.host(reservation));
                return true;
            });
        }
    }

    @Override
    public void release(NetworkName name, MacAddress mac) {
        synchronized (reservations) {
            on("release an address of", name, connect -> {
                Optional<org.libvirt.Network> network = lookup(connect, name);
                if (network.isPresent()) {
                    for (XmlTree host : hosts(XmlTree.parse(network.get().getXMLDesc(0)))) {
                        if (host.attribute("mac").equals(mac.toString())) {
                            removeHost(connect, name, host);
                        }
                    }
                }
                return true;
            });
        }
    }

    private static List<XmlTree> hosts(XmlTree network) {
        return network.all("ip").stream()
                .flatMap(ip -> ip.all("dhcp", "host").stream())
                .toList();
    }

    private static void removeHost(LibvirtConnection.Connection connect, NetworkName name, XmlTree host)
            throws LibvirtNative.NativeFault {
        LibvirtNative.removeHost(connect.pointer(), name, NetworkXml.host(host));
    }

    @Override
    public List<Lease> leases(NetworkName name) {
        return on("ask for the leases of", name, connect -> {
            Optional<org.libvirt.Network> network = lookup(connect, name);
            return network.isPresent() && network.get().isActive() == 1
                    ? LibvirtNative.leases(connect.pointer(), name)
                    : List.of();
        });
    }

    private static Network describe(org.libvirt.Network network) throws LibvirtException {
        XmlTree description = XmlTree.parse(network.getXMLDesc(0));
        return NetworkDescription.of(
                description, network.isActive() == 1, network.isPersistent() == 1, network.getAutostart());
    }

    private static void requireOurs(String action, Network network) {
        if (!network.ours()) {
            throw new NetworkForeign(action, network.name());
        }
    }

    private static Optional<org.libvirt.Network> lookup(LibvirtConnection.Connection connect, NetworkName name)
            throws LibvirtException {
        try {
            return Optional.ofNullable(connect.networkLookupByName(name.toString()));
        } catch (LibvirtException e) {
            if (e.getError().getCode() == ErrorNumber.VIR_ERR_NO_NETWORK) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private interface NetworkCall<T> {
        T with(LibvirtConnection.Connection connect) throws LibvirtException, LibvirtFault, LibvirtNative.NativeFault;
    }

    private <T> T on(String action, NetworkName name, NetworkCall<T> call) {
        try {
            return connection.call(connect -> {
                try {
                    return call.with(connect);
                } catch (LibvirtNative.NativeFault e) {
                    throw new NetworkRefused(action, name, e.said());
                }
            });
        } catch (LibvirtFault e) {
            if (e.saysNoNetwork()) {
                throw new NetworkUnknown(name);
            }
            throw new NetworkRefused(action, name, "libvirt said: " + e.said(), e);
        } catch (HypervisorException e) {
            throw new NetworkUnavailable(String.valueOf(e.getMessage()), e);
        }
    }
}
