package io.vmregistry.e2e.benchmark;

import io.vmregistry.e2e.image.DiskImages;
import io.vmregistry.e2e.process.Account;
import io.vmregistry.e2e.process.AuthServer;
import io.vmregistry.e2e.process.Commands;
import io.vmregistry.e2e.process.Deployment;
import io.vmregistry.e2e.process.Launchers;
import io.vmregistry.e2e.process.TemporaryFolder;
import io.vmregistry.e2e.process.Vmr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToDoubleFunction;

/**
 * Import, push and pull of a disk of random bytes over loopback, and in the same run, taking turns with them, what the
 * system needs to hash and to write the same bytes. Run by hand: {@code e2e/bin/benchmark [MEBIBYTES] [RUNS]}.
 */
public final class Benchmark {

    private static final int WARM_UP_MEBIBYTES = 512;
    private static final int IMAGES_ON_DISK = 5;
    private static final long LOOK_MILLIS = 20;
    private static final String HASH = "1 sha256sum";
    private static final String WRITE = "2 write + fsync";
    private static final String IMPORT = "3 vmr import";
    private static final String PUSH = "4 vmr push";
    private static final String PULL = "5 vmr pull";

    /** What one step took in one run. */
    record Sample(
            double seconds,
            double clientCpu,
            double daemonCpu,
            double registryCpu,
            long clientPeak,
            long daemonPeak,
            long registryPeak) {}

    private final Deployment deployment;
    private final Vmr vmr;
    private final Path work;
    private final int mebibytes;
    private final Map<String, List<Sample>> samples = new TreeMap<>();

    private Benchmark(Deployment deployment, Vmr vmr, Path work, int mebibytes) {
        this.deployment = deployment;
        this.vmr = vmr;
        this.work = work;
        this.mebibytes = mebibytes;
    }

    /** @param arguments size of the disk in MiB (4096), number of runs (3) */
    public static void main(String... arguments) throws Exception {
        int mebibytes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4096;
        int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        try (TemporaryFolder folder = TemporaryFolder.create()) {
            long needed = (long) mebibytes * (IMAGES_ON_DISK + runs) << 20;
            long free = Files.getFileStore(folder.path()).getUsableSpace();
            if (free < needed) {
                throw new IllegalStateException(
                        "Tried to measure in %s but failed because %d MiB are needed and %d are free. Set TMPDIR."
                                .formatted(folder.path(), needed >> 20, free >> 20));
            }
            measure(folder.path(), mebibytes, runs);
        }
    }

    private static void measure(Path folder, int mebibytes, int runs) throws Exception {
        Path logs = Launchers.home().resolve("e2e/target/e2e-logs/benchmark");
        Path heapLogs = Files.createDirectories(folder.resolve("heap"));
        try (AuthServer auth =
                        AuthServer.start(Files.createDirectories(folder.resolve("a")), logs.resolve("auth.log"));
                Deployment deployment = Deployment.start(
                        auth,
                        logs,
                        Deployment.Plan.SIMULATED.direct(
                                "VM_REGISTRY_JAVA_OPTS", heapLog(heapLogs.resolve("daemon.log"))))) {
            Vmr vmr = deployment.newUser().with("VM_REGISTRY_JAVA_OPTS", heapLog(heapLogs.resolve("vmr.log")));
            Benchmark benchmark =
                    new Benchmark(deployment, vmr, Files.createDirectories(folder.resolve("disks")), mebibytes);
            new Account("bench", UUID.randomUUID().toString()).ready(vmr);
            benchmark.warmUp();
            benchmark.run(runs);
            benchmark.print(
                    runs, Usage.peakHeap(heapLogs.resolve("daemon.log")), Usage.peakHeap(heapLogs.resolve("vmr.log")));
        }
    }

    private static String heapLog(Path file) {
        return "-Xlog:gc:file=%s:none".formatted(file);
    }

    /** What the first large transfer compiles is not what is measured. */
    private void warmUp() throws IOException {
        System.err.println("Warming up with %d MiB…".formatted(WARM_UP_MEBIBYTES));
        Path disk = DiskImages.raw(work.resolve("warm.raw"), WARM_UP_MEBIBYTES, 1);
        Path vmFile = DiskImages.vmFile(work.resolve("warm.VMFile"), "bench/warm", disk, "raw");
        vmr.ok("import", vmFile.toString());
        vmr.ok("push", "bench/warm:latest");
        vmr.ok("rmi", "bench/warm:latest");
        vmr.ok("pull", "bench/warm:latest");
        vmr.ok("rmi", "bench/warm:latest");
        Files.delete(disk);
    }

    private void run(int runs) throws Exception {
        System.err.println("Writing a disk of %d MiB of random bytes…".formatted(mebibytes));
        Path disk = DiskImages.raw(work.resolve("disk.raw"), mebibytes, 2);
        Path copy = work.resolve("copy.raw");
        Path vmFile = DiskImages.vmFile(work.resolve("disk.VMFile"), "bench/disk", disk, "raw");
        String image = "bench/disk:latest";
        for (int run = 1; run <= runs; run++) {
            // Another digest each time: nothing of an earlier run is found in the stores.
            DiskImages.mark(disk, run);
            sample(HASH, () -> system("sha256sum", disk.toString()));
            sample(WRITE, () -> system("dd", "if=" + disk, "of=" + copy, "bs=1M", "conv=fsync", "status=none"));
            Files.delete(copy);
            sample(IMPORT, () -> vmr.start("", "import", vmFile.toString()));
            sample(PUSH, () -> vmr.start("", "push", image));
            vmr.ok("rmi", image);
            sample(PULL, () -> vmr.start("", "pull", image));
            vmr.ok("rmi", image);
            System.err.println("Run %d of %d is done.".formatted(run, runs));
        }
    }

    /** Something that is measured: it is started, watched and awaited. */
    interface Step {
        /** Ends the step when it is closed, unless it is a command in progress. */
        AutoCloseable start() throws Exception;
    }

    private static AutoCloseable system(String... command) {
        return () -> Commands.run(command);
    }

    /**
     * Every step finds the same: what was written before it is on the disk, so that nobody waits for another's bytes, and
     * as much memory as it will fill was in use just before. On a virtual machine memory that was free for long may have
     * to be fetched from the host first, which costs more than the copy into it.
     */
    private void levelTheGround() throws IOException {
        Path scratch = work.resolve("scratch.raw");
        Commands.run("dd", "if=/dev/zero", "of=" + scratch, "bs=1M", "count=" + mebibytes, "conv=fsync", "status=none");
        Files.delete(scratch);
        Commands.run("sync");
    }

    private void sample(String name, Step step) throws Exception {
        levelTheGround();
        long daemon = deployment.daemon().process().pid();
        long registry = deployment.registry().process().pid();
        Usage.forgetPeak(daemon);
        Usage.forgetPeak(registry);
        double daemonBefore = Usage.cpuOf(daemon);
        double registryBefore = Usage.cpuOf(registry);
        double childrenBefore = Usage.cpuOfEndedChildren();
        long begun = System.nanoTime();
        long peak = 0;
        AutoCloseable started = step.start();
        if (started instanceof Vmr.Running running) {
            peak = watch(running);
        } else {
            started.close();
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        samples.computeIfAbsent(name, key -> new ArrayList<>())
                .add(new Sample(
                        seconds,
                        Usage.cpuOfEndedChildren() - childrenBefore,
                        Usage.cpuOf(daemon) - daemonBefore,
                        Usage.cpuOf(registry) - registryBefore,
                        peak,
                        Usage.peakOf(daemon),
                        Usage.peakOf(registry)));
    }

    /** The peak of a process is gone with it, so it is looked at while it runs. */
    private static long watch(Vmr.Running running) throws Exception {
        long peak = 0;
        while (!endsWithin(running, LOOK_MILLIS)) {
            peak = Math.max(peak, Usage.peakOf(running.pid()));
        }
        running.await().requireSuccess();
        return peak;
    }

    private static boolean endsWithin(Vmr.Running running, long millis) throws Exception {
        try {
            running.ended().get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private void print(int runs, long daemonHeap, long clientHeap) {
        double baseline = median(HASH, Sample::seconds) + median(WRITE, Sample::seconds);
        double imported = median(IMPORT, Sample::seconds);
        System.out.printf(
                "%d MiB of random bytes, medians of %d runs that took turns, loopback, %d processors, Java %s.%n",
                mebibytes, runs, Runtime.getRuntime().availableProcessors(), Runtime.version());
        System.out.println(
                "The disk is in the page cache before each step (it was written or read just before); what earlier steps"
                        + " wrote was synced to the disk before each step, and as much memory as the disk's size was in use just"
                        + " before it; every import, push and pull ends with its own fsync.");
        System.out.printf(
                "%n%-18s %8s %8s | %7s %7s %8s | %7s %7s %8s | %s%n",
                "", "seconds", "MiB/s", "CPU s", "", "", "peak MiB", "", "", "ratio");
        System.out.printf(
                "%-18s %8s %8s | %7s %7s %8s | %7s %7s %8s |%n",
                "step", "", "", "client", "daemon", "registry", "client", "daemon", "registry");
        samples.forEach((name, all) -> System.out.printf(
                Locale.ROOT,
                "%-18s %8.2f %8.0f | %7.2f %7.2f %8.2f | %7.0f %7.0f %8.0f | %s%n",
                name,
                median(name, Sample::seconds),
                mebibytes / median(name, Sample::seconds),
                median(name, Sample::clientCpu),
                median(name, Sample::daemonCpu),
                median(name, Sample::registryCpu),
                median(name, Sample::clientPeak),
                median(name, Sample::daemonPeak),
                median(name, Sample::registryPeak),
                ratio(name, baseline, imported)));
        System.out.printf(
                "%nMost heap in use before a collection: daemon %d MiB, vmr %d MiB (the launchers give each at most 256).%n",
                daemonHeap, clientHeap);
        System.out.println("Targets: import at most 1.3 x (sha256sum + write); push and pull at most 1.5 x import.");
    }

    private String ratio(String name, double baseline, double imported) {
        double seconds = median(name, Sample::seconds);
        return switch (name) {
            case IMPORT -> String.format(Locale.ROOT, "%.2f x (sha256sum + write)", seconds / baseline);
            case PUSH, PULL -> String.format(Locale.ROOT, "%.2f x import", seconds / imported);
            default -> "";
        };
    }

    private double median(String name, ToDoubleFunction<Sample> value) {
        return Usage.median(samples.get(name).stream().map(value::applyAsDouble).toList());
    }
}
