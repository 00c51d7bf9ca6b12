package io.vmregistry.daemon.hypervisor.libvirt;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.PointerType;
import com.sun.jna.Structure;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import io.vmregistry.daemon.network.Lease;
import io.vmregistry.daemon.network.MacAddress;
import io.vmregistry.daemon.network.NetworkName;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The calls of libvirt's C library that libvirt-java has no method for. To be used on the connection's own threads only:
 * libvirt keeps its last error for each thread.
 */
final class LibvirtNative {

    private static final int AFFECT_LIVE = 1;
    private static final int AFFECT_CONFIG = 2;
    private static final int COMMAND_DELETE = 2;
    private static final int COMMAND_ADD_LAST = 3;
    private static final int SECTION_IP_DHCP_HOST = 4;
    private static final int ERROR_NO_DOMAIN = 42;

    /** {@code libvirt.so.0}, as far as it is needed here. Types are those of {@code libvirt/libvirt-*.h}. */
    private interface C extends Library {
        @Nullable
        Pointer virDomainLookupByUUIDString(PointerType connection, String uuid);

        int virDomainGetState(Pointer domain, IntByReference state, IntByReference reason, int flags);

        int virDomainFree(Pointer domain);

        @Nullable
        Pointer virNetworkLookupByName(PointerType connection, String name);

        int virNetworkUpdate(Pointer network, int command, int section, int parentIndex, String xml, int flags);

        int virNetworkIsActive(Pointer network);

        int virNetworkGetDHCPLeases(Pointer network, @Nullable String mac, PointerByReference leases, int flags);

        void virNetworkDHCPLeaseFree(Pointer lease);

        int virNetworkFree(Pointer network);

        int virGetLastErrorCode();

        @Nullable
        String virGetLastErrorMessage();
    }

    /** {@code struct _virNetworkDHCPLease}. */
    @Structure.FieldOrder({"interfaceName", "expiry", "type", "mac", "iaid", "address", "prefix", "hostName", "clientId"
    })
    public static final class LeaseStructure extends Structure {
        public @Nullable String interfaceName;
        public long expiry;
        public int type;
        public @Nullable String mac;
        public @Nullable String iaid;
        public @Nullable String address;
        public int prefix;
        public @Nullable String hostName;
        public @Nullable String clientId;

        LeaseStructure(Pointer memory) {
            super(memory);
            read();
        }
    }

    /** A domain's state and reason, as {@code virDomainState} and its reasons number them. */
    record DomainState(int state, int reason) {}

    /** libvirt said no; its words. */
    static final class NativeFault extends Exception {
        private final String said;

        NativeFault(String said) {
            super(said);
            this.said = said;
        }

        String said() {
            return said;
        }
    }

    private static final class Loaded {
        static final C LIBRARY = Native.load("virt", C.class);
    }

    private LibvirtNative() {}

    /** Empty when there is no such domain, and only then: that libvirt does not answer says nothing about a guest. */
    static Optional<DomainState> state(PointerType connection, UUID uuid) throws NativeFault {
        @Nullable Pointer domain = Loaded.LIBRARY.virDomainLookupByUUIDString(connection, uuid.toString());
        if (domain == null) {
            return noDomain();
        }
        try {
            IntByReference state = new IntByReference();
            IntByReference reason = new IntByReference();
            return Loaded.LIBRARY.virDomainGetState(domain, state, reason, 0) == 0
                    ? Optional.of(new DomainState(state.getValue(), reason.getValue()))
                    : noDomain();
        } finally {
            Loaded.LIBRARY.virDomainFree(domain);
        }
    }

    private static Optional<DomainState> noDomain() throws NativeFault {
        if (Loaded.LIBRARY.virGetLastErrorCode() == ERROR_NO_DOMAIN) {
            return Optional.empty();
        }
        throw new NativeFault(lastError());
    }

    static void addHost(PointerType connection, NetworkName network, String hostXml) throws NativeFault {
        update(connection, network, COMMAND_ADD_LAST, hostXml);
    }

    static void removeHost(PointerType connection, NetworkName network, String hostXml) throws NativeFault {
        update(connection, network, COMMAND_DELETE, hostXml);
    }

    /** Newest first. */
    static List<Lease> leases(PointerType connection, NetworkName name) throws NativeFault {
        Pointer network = network(connection, name);
        try {
            PointerByReference array = new PointerByReference();
            int count = Loaded.LIBRARY.virNetworkGetDHCPLeases(network, null, array, 0);
            if (count < 0) {
                throw new NativeFault(lastError());
            }
            List<Lease> leases = new ArrayList<>();
            for (int index = 0; index < count; index++) {
                Pointer lease = array.getValue().getPointer((long) index * Native.POINTER_SIZE);
                lease(new LeaseStructure(lease)).ifPresent(leases::add);
                Loaded.LIBRARY.virNetworkDHCPLeaseFree(lease);
            }
            if (count > 0) {
                Native.free(Pointer.nativeValue(array.getValue()));
            }
            leases.sort(Comparator.comparing(Lease::expires).reversed());
            return leases;
        } finally {
            Loaded.LIBRARY.virNetworkFree(network);
        }
    }

    private static Optional<Lease> lease(LeaseStructure lease) {
        if (lease.mac == null || lease.address == null) {
            return Optional.empty();
        }
        InetAddress address = InetAddress.ofLiteral(lease.address);
        return MacAddress.parse(lease.mac)
                .map(mac -> new Lease(
                        mac, address, Optional.ofNullable(lease.hostName), Instant.ofEpochSecond(lease.expiry)));
    }

    private static void update(PointerType connection, NetworkName name, int command, String xml) throws NativeFault {
        Pointer network = network(connection, name);
        try {
            int flags = AFFECT_CONFIG | (Loaded.LIBRARY.virNetworkIsActive(network) == 1 ? AFFECT_LIVE : 0);
            if (Loaded.LIBRARY.virNetworkUpdate(network, command, SECTION_IP_DHCP_HOST, -1, xml, flags) != 0) {
                throw new NativeFault(lastError());
            }
        } finally {
            Loaded.LIBRARY.virNetworkFree(network);
        }
    }

    private static Pointer network(PointerType connection, NetworkName name) throws NativeFault {
        @Nullable Pointer network = Loaded.LIBRARY.virNetworkLookupByName(connection, name.toString());
        if (network == null) {
            throw new NativeFault(lastError());
        }
        return network;
    }

    private static String lastError() {
        @Nullable String message = Loaded.LIBRARY.virGetLastErrorMessage();
        return message == null ? "libvirt gave no reason" : message;
    }
}
