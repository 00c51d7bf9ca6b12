package io.vmregistry.daemon.machine;

import io.vmregistry.daemon.hypervisor.MachineName;
import io.vmregistry.daemon.machine.MachineException.RequestInvalid;
import io.vmregistry.daemon.machine.MachineException.WrongState;
import io.vmregistry.daemon.machine.MachineRecord.Card;
import io.vmregistry.daemon.network.MacAddress;
import io.vmregistry.daemon.network.Network;
import io.vmregistry.daemon.network.NetworkException.NetworkUnknown;
import io.vmregistry.daemon.network.NetworkName;
import io.vmregistry.daemon.network.Networks;
import io.vmregistry.daemon.network.Subnet;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The network cards that a machine gets, decided before it is recorded. */
record NetworkPlan(List<Card> cards, List<String> warnings) {

    private static final int ATTEMPTS = 1000;

    NetworkPlan {
        cards = List.copyOf(cards);
        warnings = List.copyOf(warnings);
    }

    /**
     * Decides. Networks that are to be activated are.
     *
     * @param used addresses of other machines
     */
    static NetworkPlan of(MachineName machine, NetworkChoice choice, Networks networks, Set<MacAddress> used) {
        return switch (choice) {
            case NetworkChoice.None() -> new NetworkPlan(List.of(), List.of());
            case NetworkChoice.Standard(boolean activate) -> standard(machine, activate, networks, used);
            case NetworkChoice.Attach(List<NetworkAttachment> attachments, boolean activate) -> {
                Set<MacAddress> taken = new HashSet<>(used);
                List<Card> cards = new ArrayList<>();
                for (NetworkAttachment attachment : attachments) {
                    Card card = card(machine, attachment, usable(attachment.network(), activate, networks), taken);
                    taken.add(card.mac());
                    cards.add(card);
                }
                yield new NetworkPlan(cards, List.of());
            }
        };
    }

    private static NetworkPlan standard(
            MachineName machine, boolean activate, Networks networks, Set<MacAddress> used) {
        Optional<Network> present = networks.find(NetworkName.DEFAULT);
        if (present.isPresent() && !present.get().active() && activate) {
            present = Optional.of(networks.activate(NetworkName.DEFAULT));
        }
        if (present.isPresent() && present.get().active()) {
            NetworkAttachment attachment = NetworkAttachment.to(NetworkName.DEFAULT);
            return new NetworkPlan(List.of(card(machine, attachment, present.get(), used)), List.of());
        }
        String why = present.isPresent()
                ? "is not active. \"virsh net-start default\" activates it, and so does --activate-network."
                : "does not exist. Create a network with \"vmr network create\" and name it with --network.";
        return new NetworkPlan(
                List.of(), List.of("The machine has no network, because the network \"default\" " + why));
    }

    private static Network usable(NetworkName name, boolean activate, Networks networks) {
        Network network = networks.find(name).orElseThrow(() -> new NetworkUnknown(name));
        if (network.active()) {
            return network;
        }
        if (!activate) {
            throw new WrongState(
                    "Tried to use network \"%s\" but failed because it is not active. \"virsh net-start %s\" activates it, and so does --activate-network."
                            .formatted(name, name));
        }
        return networks.activate(name);
    }

    private static Card card(MachineName machine, NetworkAttachment attachment, Network network, Set<MacAddress> used) {
        MacAddress mac = attachment
                .mac()
                .map(wanted -> {
                    if (used.contains(wanted)) {
                        throw new RequestInvalid("The MAC address %s is another machine's.".formatted(wanted));
                    }
                    return wanted;
                })
                .orElseGet(() -> derived(machine, attachment.network(), used));
        boolean reserved = attachment.address().isPresent() && network.dhcp().isPresent();
        attachment.address().ifPresent(address -> requireUsable(address, network));
        return new Card(
                attachment.network(),
                mac,
                attachment.address(),
                attachment.gateway().or(network::gateway),
                network.subnet().map(Subnet::prefix).orElse(0),
                reserved);
    }

    private static void requireUsable(Inet4Address address, Network network) {
        Subnet subnet = network.subnet()
                .orElseThrow(() -> new RequestInvalid(
                        "Network \"%s\" has no subnet of its own, so an address in it cannot be fixed from here. Give one in --network-config."
                                .formatted(network.name())));
        if (!subnet.contains(address)) {
            throw new RequestInvalid("The address %s is not in network \"%s\", which is %s."
                    .formatted(address.getHostAddress(), network.name(), subnet));
        }
        if (network.gateway().filter(address::equals).isPresent()) {
            throw new RequestInvalid("The address %s is the gateway of network \"%s\"."
                    .formatted(address.getHostAddress(), network.name()));
        }
    }

    /** The same machine on the same network has the same address, unless another has it already. */
    private static MacAddress derived(MachineName machine, NetworkName network, Set<MacAddress> used) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            MacAddress candidate = MacAddress.derivedFrom(machine + "/" + network + "/" + attempt);
            if (!used.contains(candidate)) {
                return candidate;
            }
        }
        throw new RequestInvalid("No free MAC address was found for machine \"%s\".".formatted(machine));
    }
}
