package io.vmregistry.daemon.compose;

import io.vmregistry.client.transfer.TransferProgress;
import io.vmregistry.daemon.compose.health.HealthMonitor;
import io.vmregistry.daemon.hypervisor.Backend;
import io.vmregistry.daemon.hypervisor.HypervisorRouter;
import io.vmregistry.daemon.hypervisor.simulated.SimulatedDiskImages;
import io.vmregistry.daemon.hypervisor.simulated.SimulatedHypervisor;
import io.vmregistry.daemon.hypervisor.simulated.SimulatedNetworks;
import io.vmregistry.daemon.hypervisor.simulated.SimulatedSeedImages;
import io.vmregistry.daemon.machine.LocalMachines;
import io.vmregistry.daemon.machine.RunnableImage;
import io.vmregistry.spec.image.DiskFormat;
import io.vmregistry.spec.image.ImageConfig;
import io.vmregistry.spec.machine.Bootloader;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.ImageReference;
import io.vmregistry.spec.unit.ByteSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A host with simulated guests below a directory, and images that need no registry. */
public final class SimulatedHost implements AutoCloseable, ComposeImages {

    public final SimulatedNetworks networks;
    public final LocalMachines machines;
    public final ComposeProjects projects;
    public final Map<ImageReference, Digest> local = new ConcurrentHashMap<>();
    public final Map<ImageReference, Digest> pullable = new ConcurrentHashMap<>();
    public final AtomicInteger pulls = new AtomicInteger();

    private final Path directory;

    public SimulatedHost(Path directory) {
        this.directory = directory;
        Path simulated = directory.resolve("simulated");
        networks = new SimulatedNetworks(simulated);
        SimulatedHypervisor hypervisor = new SimulatedHypervisor(simulated, networks);
        SimulatedDiskImages disks = new SimulatedDiskImages();
        HypervisorRouter router = new HypervisorRouter(
                hypervisor.tag(), List.of(new Backend(hypervisor, networks, disks, new SimulatedSeedImages())));
        machines = new LocalMachines(directory.resolve("runtime"), this::runnable, router, Clock.systemUTC());
        machines.recover();
        projects = ComposeProjects.open(
                directory,
                machines,
                networks,
                disks,
                new HealthMonitor(machines, Clock.systemUTC(), time -> Thread.sleep(Duration.ofMillis(5))));
    }

    public static ImageReference image(String text) {
        return ImageReference.parse(text).orElseThrow();
    }

    public void addImage(String reference) {
        local.put(image(reference), digest(reference));
    }

    public static Digest digest(String text) {
        return Digest.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private Optional<RunnableImage> runnable(ImageReference reference) {
        return Optional.ofNullable(local.get(reference))
                .map(digest -> new RunnableImage(
                        digest,
                        new ImageConfig(
                                "user/tiny",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Map.of(),
                                DiskFormat.QCOW2,
                                ByteSize.ofGiB(1),
                                1,
                                ByteSize.ofMiB(128),
                                new Bootloader.Bios(),
                                Optional.empty(),
                                List.of()),
                        digest("disk"),
                        diskFile()));
    }

    /** Services that start at the same time ask for it at the same time. */
    private synchronized Path diskFile() {
        try {
            Path file = directory.resolve("disk.qcow2").toAbsolutePath();
            return Files.exists(file) ? file : Files.createFile(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Optional<Digest> find(ImageReference image) {
        return Optional.ofNullable(local.get(image));
    }

    @Override
    public void pull(ImageReference image, Consumer<TransferProgress> progress) {
        pulls.incrementAndGet();
        Digest digest = pullable.get(image);
        if (digest == null) {
            throw new IllegalStateException("the registry does not have " + image);
        }
        progress.accept(new TransferProgress(image.toString(), TransferProgress.Phase.DONE, 1, 1, 0));
        local.put(image, digest);
    }

    @Override
    public void close() {
        projects.close();
        machines.close();
    }
}
