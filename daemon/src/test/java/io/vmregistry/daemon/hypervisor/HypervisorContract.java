package io.vmregistry.daemon.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.daemon.hypervisor.GuestCondition.State;
import io.vmregistry.daemon.hypervisor.HypervisorException.GuestRefused;
import io.vmregistry.daemon.hypervisor.HypervisorException.GuestUnknown;
import io.vmregistry.spec.image.DiskFormat;
import io.vmregistry.spec.machine.Bootloader;
import io.vmregistry.spec.unit.ByteSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link Hypervisor} keeps. A backend's test extends it and says how to make one. */
public abstract class HypervisorContract {

    private static final Duration BOOT = Duration.ofSeconds(60);

    @TempDir
    protected Path directory;

    private final List<MachineId> made = new ArrayList<>();

    protected abstract Hypervisor hypervisor();

    /** A guest that does not hear ACPI loses its power; a backend whose guests do overrules this. */
    protected StopOutcome outcomeOfAsking() {
        return StopOutcome.DESTROYED;
    }

    /** Backends whose guests have no console overrule this and say why. */
    protected boolean hasConsole() {
        return true;
    }

    @AfterEach
    void removeGuests() {
        made.forEach(id -> hypervisor().remove(id));
    }

    protected GuestSpec spec(String name) throws Exception {
        Path own = Files.createDirectory(directory.resolve(name));
        Path disk = BootSector.write(own.resolve("disk.raw"));
        GuestSpec spec = new GuestSpec(
                new MachineId(UUID.randomUUID()),
                new MachineName(name),
                1,
                ByteSize.ofMiB(64),
                new Bootloader.Bios(),
                List.of(new GuestDisk(disk, DiskFormat.RAW, "vda")),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                own);
        made.add(spec.id());
        return spec;
    }

    private GuestSpec started(String name) throws Exception {
        GuestSpec spec = spec(name);
        hypervisor().prepare(spec);
        hypervisor().start(spec.id());
        return spec;
    }

    private State state(GuestSpec spec) {
        return hypervisor().state(spec.id()).state();
    }

    @Test
    void knowsAGuestOncePreparedAndDoesNotStartIt() throws Exception {
        GuestSpec spec = spec("prepared");
        assertThat(state(spec)).isEqualTo(State.ABSENT);

        hypervisor().prepare(spec);

        assertThat(state(spec)).isEqualTo(State.STOPPED);
        assertThat(hypervisor().guests()).contains(spec.id());
    }

    @Test
    void takesAnotherSpecificationOfTheSameGuest() throws Exception {
        GuestSpec spec = started("again");
        GuestSpec larger = new GuestSpec(
                spec.id(),
                spec.name(),
                2,
                ByteSize.ofMiB(96),
                spec.bootloader(),
                spec.disks(),
                spec.installer(),
                spec.seed(),
                spec.interfaces(),
                spec.directory());

        hypervisor().prepare(larger);

        assertThat(state(spec)).isEqualTo(State.RUNNING);
        assertThat(hypervisor().guests()).contains(spec.id());
    }

    @Test
    void refusesASecondGuestOfTheSameName() throws Exception {
        GuestSpec first = spec("twin");
        hypervisor().prepare(first);
        GuestSpec second = new GuestSpec(
                new MachineId(UUID.randomUUID()),
                first.name(),
                1,
                first.memory(),
                first.bootloader(),
                first.disks(),
                first.installer(),
                first.seed(),
                first.interfaces(),
                first.directory());

        assertThatThrownBy(() -> hypervisor().prepare(second)).isInstanceOf(GuestRefused.class);

        assertThat(state(first)).isEqualTo(State.STOPPED);
        assertThat(state(second)).isEqualTo(State.ABSENT);
    }

    @Test
    void startsAGuestAndItsConsoleSpeaks() throws Exception {
        GuestSpec spec = started("speaks");

        assertThat(state(spec)).isEqualTo(State.RUNNING);
        if (hasConsole()) {
            Await.text(spec.consoleLog(), BootSector.MARKER, BOOT);
        }
    }

    @Test
    void startingARunningGuestChangesNothing() throws Exception {
        GuestSpec spec = started("twice");

        hypervisor().start(spec.id());

        assertThat(state(spec)).isEqualTo(State.RUNNING);
    }

    @Test
    void beginsTheConsoleAnewAtEachStart() throws Exception {
        if (!hasConsole()) {
            return;
        }
        GuestSpec spec = started("anew");
        Await.text(spec.consoleLog(), BootSector.MARKER, BOOT);
        hypervisor().destroy(spec.id());
        hypervisor().start(spec.id());

        Await.text(spec.consoleLog(), BootSector.MARKER, BOOT);

        assertThat(Files.readString(spec.consoleLog())).containsOnlyOnce(BootSector.MARKER);
    }

    @Test
    void stopAsksFirstAndTakesThePowerWhenTheTimeIsOver() throws Exception {
        GuestSpec spec = started("asked");

        assertThat(hypervisor().stop(spec.id(), Duration.ofMillis(300))).isEqualTo(outcomeOfAsking());

        assertThat(state(spec)).isEqualTo(State.STOPPED);
        assertThat(hypervisor().stop(spec.id(), Duration.ofMillis(300))).isEqualTo(StopOutcome.ALREADY_STOPPED);
    }

    @Test
    void stopWithoutTimeTakesThePowerAtOnce() throws Exception {
        GuestSpec spec = started("at-once");

        assertThat(hypervisor().stop(spec.id(), Duration.ZERO)).isEqualTo(StopOutcome.DESTROYED);

        assertThat(state(spec)).isEqualTo(State.STOPPED);
    }

    @Test
    void suspendsAndResumes() throws Exception {
        GuestSpec spec = started("sleeps");

        hypervisor().suspend(spec.id());
        assertThat(state(spec)).isEqualTo(State.SUSPENDED);
        hypervisor().suspend(spec.id());
        hypervisor().resume(spec.id());
        hypervisor().resume(spec.id());

        assertThat(state(spec)).isEqualTo(State.RUNNING);
    }

    @Test
    void destroyingAndRemovingCanBeRepeated() throws Exception {
        GuestSpec spec = started("gone");

        hypervisor().destroy(spec.id());
        hypervisor().destroy(spec.id());
        assertThat(state(spec)).isEqualTo(State.STOPPED);
        hypervisor().remove(spec.id());
        hypervisor().remove(spec.id());
        hypervisor().destroy(spec.id());

        assertThat(state(spec)).isEqualTo(State.ABSENT);
        assertThat(hypervisor().guests()).doesNotContain(spec.id());
        assertThat(spec.disks().getFirst().file()).exists();
    }

    @Test
    void removesARunningGuest() throws Exception {
        GuestSpec spec = started("runs");

        hypervisor().remove(spec.id());

        assertThat(state(spec)).isEqualTo(State.ABSENT);
    }

    @Test
    void saysWhichGuestItDoesNotKnow() {
        MachineId unknown = new MachineId(UUID.randomUUID());

        assertThatThrownBy(() -> hypervisor().start(unknown))
                .isInstanceOf(GuestUnknown.class)
                .hasMessageContaining(unknown.toString());
        assertThatThrownBy(() -> hypervisor().stop(unknown, Duration.ZERO)).isInstanceOf(GuestUnknown.class);
        assertThatThrownBy(() -> hypervisor().suspend(unknown)).isInstanceOf(GuestUnknown.class);
        assertThatThrownBy(() -> hypervisor().resume(unknown)).isInstanceOf(GuestUnknown.class);
        assertThatThrownBy(() -> hypervisor().consoleEndpoint(unknown)).isInstanceOf(GuestUnknown.class);
        assertThat(hypervisor().state(unknown).state()).isEqualTo(State.ABSENT);
        assertThat(hypervisor().guestAddresses(unknown)).isEmpty();
    }

    @Test
    void tellsWatchersOfAStartAndAStop() throws Exception {
        BlockingQueue<State> heard = new LinkedBlockingQueue<>();
        GuestSpec spec = spec("watched");
        hypervisor().prepare(spec);
        try (Hypervisor.Subscription _ = hypervisor().watch(new GuestListener() {
            @Override
            public void changed(MachineId id, GuestCondition condition) {
                if (id.equals(spec.id())) {
                    heard.add(condition.state());
                }
            }

            @Override
            public void interrupted() {}
        })) {
            hypervisor().start(spec.id());
            hear(heard, State.RUNNING);
            hypervisor().destroy(spec.id());
            hear(heard, State.STOPPED);
        }
    }

    private static void hear(BlockingQueue<State> heard, State awaited) throws InterruptedException {
        State state;
        do {
            state = heard.poll(20, TimeUnit.SECONDS);
            assertThat(state).as("waiting to hear of " + awaited).isNotNull();
        } while (state != awaited);
    }

    @Test
    void isHealthyAndTellsItsVersion() {
        HypervisorHealth health = hypervisor().health();

        assertThat(health.usable()).as(health.message()).isTrue();
        assertThat(health.version()).isNotBlank();
    }
}
