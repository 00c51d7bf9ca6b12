package io.vmregistry.daemon.hypervisor.libvirt;

import io.vmregistry.daemon.hypervisor.Accelerator;
import io.vmregistry.daemon.hypervisor.AcceleratorChoice;
import io.vmregistry.daemon.hypervisor.BackendTag;
import io.vmregistry.daemon.hypervisor.ConsoleEndpoint;
import io.vmregistry.daemon.hypervisor.GuestCondition;
import io.vmregistry.daemon.hypervisor.GuestListener;
import io.vmregistry.daemon.hypervisor.GuestSpec;
import io.vmregistry.daemon.hypervisor.Hypervisor;
import io.vmregistry.daemon.hypervisor.HypervisorException;
import io.vmregistry.daemon.hypervisor.HypervisorException.GuestRefused;
import io.vmregistry.daemon.hypervisor.HypervisorException.GuestUnknown;
import io.vmregistry.daemon.hypervisor.HypervisorException.HypervisorUnavailable;
import io.vmregistry.daemon.hypervisor.HypervisorHealth;
import io.vmregistry.daemon.hypervisor.MachineId;
import io.vmregistry.daemon.hypervisor.Prepared;
import io.vmregistry.daemon.hypervisor.StopOutcome;
import io.vmregistry.daemon.network.Lease;
import io.vmregistry.daemon.network.MacAddress;
import io.vmregistry.daemon.network.NetworkName;
import io.vmregistry.daemon.network.Networks;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.libvirt.Domain;
import org.libvirt.Error.ErrorNumber;
import org.libvirt.LibvirtException;

/**
 * Guests as libvirt domains. A domain's uuid is its machine's id, so that it can be defined again; its name is the
 * machine's. A domain without our {@link Mark} is never touched, whatever its name or uuid.
 */
public final class LibvirtHypervisor implements Hypervisor {

    private static final Logger LOG = Logger.getLogger(LibvirtHypervisor.class);

    private static final int UNDEFINE_ALL = 1 | 2 | 4 | 16; // managed save, snapshots' metadata, NVRAM, checkpoints
    private static final int METADATA_ELEMENT = 2;

    /** A guest that is still booting does not hear the first request. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    private final LibvirtConnection connection;
    private final Supplier<Accelerator.Verdict> acceleration;
    private final Networks networks;

    public LibvirtHypervisor(LibvirtHost host, AcceleratorChoice acceleration) {
        this.connection = host.connection();
        this.acceleration = acceleration;
        this.networks = new LibvirtNetworks(host);
    }

    @Override
    public BackendTag tag() {
        return BackendTag.LIBVIRT;
    }

    @Override
    public Prepared prepare(GuestSpec spec) {
        Accelerator accelerator = acceleration.get().accelerator();
        String action = "define machine \"%s\"".formatted(spec.name());
        try {
            return connection.call(connect -> {
                Optional<Domain> present = lookup(connect, spec.id());
                if (present.isPresent()) {
                    requireOurs(present.get(), action);
                }
                boolean test = connect.getType().equals("TEST");
                connect.domainDefineXML(test ? DomainXml.forTestDriver(spec) : DomainXml.of(spec, accelerator));
                return new Prepared(test ? Optional.empty() : Optional.of(accelerator));
            });
        } catch (LibvirtFault e) {
            throw new GuestRefused("Tried to %s but failed because %s".formatted(action, reason(e)), e);
        }
    }

    @Override
    public void start(MachineId id) {
        onGuest("start", id, domain -> {
            if (domain.isActive() == 0) {
                domain.create();
            }
            return true;
        });
    }

    @Override
    public StopOutcome stop(MachineId id, Duration timeout) throws InterruptedException {
        requireKnown("stop", id);
        if (!isActive(id)) {
            return StopOutcome.ALREADY_STOPPED;
        }
        Semaphore changed = new Semaphore(0);
        long deadline = System.nanoTime() + timeout.toNanos();
        try (Subscription _ = watch(new Waking(id, changed))) {
            while (isActive(id)) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    destroy(id);
                    return StopOutcome.DESTROYED;
                }
                ask(id);
                awaitChange(id, changed, Math.min(left, ASK_AGAIN.toNanos()));
            }
            return StopOutcome.SHUT_DOWN;
        }
    }

    /** Waits until the guest is gone or it is time to ask again; other changes are none that matter. */
    private void awaitChange(MachineId id, Semaphore changed, long nanos) throws InterruptedException {
        long until = System.nanoTime() + nanos;
        while (changed.tryAcquire(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            changed.drainPermits();
            if (!isActive(id)) {
                return;
            }
        }
    }

    private void ask(MachineId id) {
        try {
            connection.call(connect -> {
                Optional<Domain> domain = lookup(connect, id);
                if (domain.isPresent() && domain.get().isActive() == 1) {
                    domain.get().shutdown();
                }
                return true;
            });
        } catch (LibvirtFault e) {
            // It ended in between, or cannot be asked now; either shows when its state is looked at.
            LOG.debugf("Guest %s could not be asked to shut down: %s", id, e.getMessage());
        }
    }

    private boolean isActive(MachineId id) {
        return switch (state(id).state()) {
            case RUNNING, SUSPENDED -> true;
            case ABSENT, STOPPED, CRASHED -> false;
        };
    }

    @Override
    public void suspend(MachineId id) {
        onGuest("suspend", id, domain -> {
            if (conditionOf(domain).state() != GuestCondition.State.SUSPENDED) {
                domain.suspend();
            }
            return true;
        });
    }

    @Override
    public void resume(MachineId id) {
        onGuest("resume", id, domain -> {
            if (conditionOf(domain).state() == GuestCondition.State.SUSPENDED) {
                domain.resume();
            }
            return true;
        });
    }

    @Override
    public void destroy(MachineId id) {
        ifPresent("take the power of", id, LibvirtHypervisor::powerOff);
    }

    @Override
    public void remove(MachineId id) {
        ifPresent("remove", id, domain -> {
            powerOff(domain);
            if (domain.getConnect().getType().equals("TEST")) {
                domain.undefine();
            } else {
                domain.undefine(UNDEFINE_ALL);
            }
        });
    }

    /** A guest that ends in between has no power left to take. */
    private static void powerOff(Domain domain) throws LibvirtException {
        try {
            if (domain.isActive() == 1) {
                domain.destroy();
            }
        } catch (LibvirtException e) {
            if (e.getError().getCode() != ErrorNumber.VIR_ERR_OPERATION_INVALID || domain.isActive() == 1) {
                throw e;
            }
        }
    }

    @Override
    public GuestCondition state(MachineId id) {
        try {
            return connection.call(connect -> {
                Optional<Domain> domain = lookup(connect, id);
                return domain.isPresent() && isOurs(domain.get())
                        ? conditionOf(domain.get())
                        : GuestCondition.of(GuestCondition.State.ABSENT);
            });
        } catch (LibvirtFault e) {
            if (e.saysNoDomain()) {
                return GuestCondition.of(GuestCondition.State.ABSENT);
            }
            throw new HypervisorUnavailable(
                    "Tried to ask for the state of guest %s but failed because %s".formatted(id, reason(e)), e);
        }
    }

    private static GuestCondition conditionOf(Domain domain) throws LibvirtException, LibvirtFault {
        LibvirtConnection.Connection connect = (LibvirtConnection.Connection) domain.getConnect();
        try {
            return LibvirtNative.state(connect.pointer(), UUID.fromString(domain.getUUIDString()))
                    .map(DomainStates::condition)
                    .orElseGet(() -> GuestCondition.of(GuestCondition.State.ABSENT));
        } catch (LibvirtNative.NativeFault e) {
            throw LibvirtFault.from(e);
        }
    }

    @Override
    public List<InetAddress> guestAddresses(MachineId id) {
        List<InetAddress> addresses = new ArrayList<>();
        for (DomainCard card : cards(id)) {
            networks.leases(card.network()).stream()
                    .filter(lease -> lease.mac().equals(card.mac()))
                    .map(Lease::address)
                    .forEach(addresses::add);
        }
        return List.copyOf(addresses);
    }

    private record DomainCard(NetworkName network, MacAddress mac) {}

    private List<DomainCard> cards(MachineId id) {
        String xml;
        try {
            xml = connection.call(connect -> {
                Optional<Domain> domain = lookup(connect, id);
                return domain.isPresent() && isOurs(domain.get()) ? domain.get().getXMLDesc(0) : "";
            });
        } catch (LibvirtFault e) {
            throw refused("ask for the networks of", id, e);
        }
        List<DomainCard> cards = new ArrayList<>();
        if (!xml.isEmpty()) {
            for (XmlTree card : XmlTree.parse(xml).all("devices", "interface")) {
                NetworkName.parse(card.attribute("source", "network"))
                        .ifPresent(network -> MacAddress.parse(card.attribute("mac", "address"))
                                .ifPresent(mac -> cards.add(new DomainCard(network, mac))));
            }
        }
        return cards;
    }

    @Override
    public Optional<ConsoleEndpoint> consoleEndpoint(MachineId id) {
        String xml = onGuest("find the console of", id, domain -> domain.isActive() == 1 ? domain.getXMLDesc(0) : "");
        if (xml.isEmpty()) {
            return Optional.empty();
        }
        return XmlTree.parse(xml).all("devices", "serial").stream().findFirst().flatMap(ConsoleSocket::from);
    }

    @Override
    public Set<MachineId> guests() {
        try {
            return connection.call(connect -> {
                Set<MachineId> found = new HashSet<>();
                for (Domain domain : connect.listAllDomains(0)) {
                    if (isOurs(domain)) {
                        MachineId.parse(domain.getUUIDString()).ifPresent(found::add);
                    }
                }
                return Set.copyOf(found);
            });
        } catch (LibvirtFault e) {
            throw new GuestRefused("Tried to list guests but failed because libvirt said: " + e.said(), e);
        }
    }

    @Override
    public HypervisorHealth health() {
        try {
            String version = connection.call(connect -> "libvirt %s, %s %s"
                    .formatted(readable(connect.getLibVersion()), connect.getType(), readable(connect.getVersion())));
            return new HypervisorHealth(true, version, "", Optional.of(acceleration.get()));
        } catch (LibvirtFault | HypervisorException e) {
            return new HypervisorHealth(false, "", String.valueOf(e.getMessage()), Optional.empty());
        }
    }

    /** libvirt packs a version into one number: 7002022 is 7.2.22. */
    private static String readable(long version) {
        return version / 1_000_000 + "." + version / 1_000 % 1_000 + "." + version % 1_000;
    }

    @Override
    public Subscription watch(GuestListener listener) {
        LibvirtConnection.Listener forwarding = new LibvirtConnection.Listener() {
            @Override
            public void domainChanged(MachineId id) {
                try {
                    listener.changed(id, state(id));
                } catch (HypervisorException e) {
                    // As good as a lost event: the listener has to look for itself.
                    LOG.debugf("Guest %s changed, but cannot be asked how: %s", id, e.getMessage());
                    listener.interrupted();
                }
            }

            @Override
            public void connected() {
                listener.interrupted();
            }
        };
        connection.listen(forwarding);
        return () -> connection.forget(forwarding);
    }

    /** Wakes a waiting thread whenever something may have happened to its guest. */
    private record Waking(MachineId awaited, Semaphore changed) implements GuestListener {
        @Override
        public void changed(MachineId id, GuestCondition condition) {
            if (id.equals(awaited)) {
                changed.release();
            }
        }

        @Override
        public void interrupted() {
            changed.release();
        }
    }

    private interface DomainCall<T> {
        T on(Domain domain) throws LibvirtException, LibvirtFault;
    }

    private interface DomainAction {
        void on(Domain domain) throws LibvirtException, LibvirtFault;
    }

    private void requireKnown(String action, MachineId id) {
        onGuest(action, id, domain -> true);
    }

    private <T> T onGuest(String action, MachineId id, DomainCall<T> call) {
        try {
            Optional<T> answer = connection.call(connect -> {
                Optional<Domain> domain = lookup(connect, id);
                return domain.isPresent() && isOurs(domain.get())
                        ? Optional.of(call.on(domain.get()))
                        : Optional.empty();
            });
            return answer.orElseThrow(() -> new GuestUnknown(action, id));
        } catch (LibvirtFault e) {
            throw e.saysNoDomain() ? new GuestUnknown(action, id) : refused(action, id, e);
        }
    }

    private void ifPresent(String action, MachineId id, DomainAction call) {
        try {
            connection.call(connect -> {
                Optional<Domain> domain = lookup(connect, id);
                if (domain.isPresent() && isOurs(domain.get())) {
                    call.on(domain.get());
                }
                return true;
            });
        } catch (LibvirtFault e) {
            if (!e.saysNoDomain()) {
                throw refused(action, id, e);
            }
        }
    }

    private static GuestRefused refused(String action, MachineId id, LibvirtFault fault) {
        return new GuestRefused(
                "Tried to %s guest %s but failed because %s".formatted(action, id, reason(fault)), fault);
    }

    /** libvirt's reason, with what to do about it where that is known. */
    private static String reason(LibvirtFault fault) {
        return fault.said().contains("find any firmware")
                ? "this host has no such UEFI firmware (libvirt said: %s). On Debian it is in the package ovmf."
                        .formatted(fault.said())
                : "libvirt said: " + fault.said();
    }

    private static Optional<Domain> lookup(LibvirtConnection.Connection connect, MachineId id) throws LibvirtException {
        try {
            return Optional.ofNullable(connect.domainLookupByUUID(id.value()));
        } catch (LibvirtException e) {
            if (e.getError().getCode() == ErrorNumber.VIR_ERR_NO_DOMAIN) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static void requireOurs(Domain domain, String action) throws LibvirtException {
        if (!isOurs(domain)) {
            throw new GuestRefused(
                    "Tried to %s but failed because a domain with its uuid is there that this daemon did not create"
                            .formatted(action));
        }
    }

    private static boolean isOurs(Domain domain) throws LibvirtException {
        try {
            domain.getMetadata(METADATA_ELEMENT, Mark.NAMESPACE, 0);
            return true;
        } catch (LibvirtException e) {
            ErrorNumber code = e.getError().getCode();
            if (code == ErrorNumber.VIR_ERR_NO_DOMAIN_METADATA || code == ErrorNumber.VIR_ERR_NO_DOMAIN) {
                return false;
            }
            throw e;
        }
    }
}
