package io.vmregistry.e2e.fault;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vmregistry.e2e.process.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A filesystem of a few MiB, mounted until it is closed: what is full here is full as a disk is. */
public final class SmallDisk implements AutoCloseable {

    private final Path mountPoint;

    private SmallDisk(Path mountPoint) {
        this.mountPoint = mountPoint;
    }

    /** Mounts one. The test is skipped, saying so, where this process may not mount. */
    public static SmallDisk mount(Path mountPoint, int mebibytes) {
        assumeTrue(
                Commands.run("id", "-u").strip().equals("0"),
                "full disks are made by mounting, which only root may do");
        try {
            Files.createDirectories(mountPoint);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Commands.run(
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "size=%dm,mode=0700".formatted(mebibytes),
                "vmr-e2e",
                mountPoint.toString());
        return new SmallDisk(mountPoint);
    }

    public Path path() {
        return mountPoint;
    }

    /** Gives it more room, as somebody does who cleans up, or less; fails when what it holds does not fit. */
    public void resize(int mebibytes) {
        Commands.run("mount", "-o", "remount,size=%dm".formatted(mebibytes), mountPoint.toString());
    }

    /** As a system does to a disk that fails. */
    public void makeReadOnly() {
        Commands.run("mount", "-o", "remount,ro", mountPoint.toString());
    }

    public void makeWritable() {
        Commands.run("mount", "-o", "remount,rw", mountPoint.toString());
    }

    @Override
    public void close() {
        Commands.run("umount", "--lazy", mountPoint.toString());
    }
}
