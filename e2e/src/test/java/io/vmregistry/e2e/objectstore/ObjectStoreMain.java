package io.vmregistry.e2e.objectstore;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The object store as a program: {@code e2e/bin/object-store [PORT] [DIRECTORY]}. It runs until it is ended. */
public final class ObjectStoreMain {

    private ObjectStoreMain() {}

    public static void main(String... arguments) throws Exception {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 0;
        try (ObjectStore store = arguments.length > 1
                ? ObjectStore.start(Files.createDirectories(Path.of(arguments[1])), port)
                : ObjectStore.start(port)) {
            System.out.println("Listening on: " + store.url());
            new CountDownLatch(1).await();
        }
    }
}
