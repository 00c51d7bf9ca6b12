package io.vmregistry.daemon.hypervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for what a guest writes, woken by the file system. */
public final class Await {

    private Await() {}

    public static void text(Path file, String text, Duration timeout) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try (WatchService watch = file.getFileSystem().newWatchService()) {
            file.getParent()
                    .register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            while (!(Files.exists(file) && Files.readString(file).contains(text))) {
                WatchKey key = watch.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (key == null) {
                    throw new AssertionError("\"%s\" is not in %s, which has: %s"
                            .formatted(text, file, Files.exists(file) ? Files.readString(file) : "nothing"));
                }
                key.pollEvents();
                key.reset();
            }
        }
    }
}
