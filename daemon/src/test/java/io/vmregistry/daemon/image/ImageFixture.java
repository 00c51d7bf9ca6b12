package io.vmregistry.daemon.image;

import io.vmregistry.client.http.HttpCaller;
import io.vmregistry.client.http.HttpSettings;
import io.vmregistry.daemon.session.Sessions;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.filesystem.Durability;
import io.vmregistry.store.filesystem.FilesystemBlobStore;
import io.vmregistry.store.filesystem.FilesystemManifestStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** The images' side over a folder, and machines that a test invents. */
public final class ImageFixture implements AutoCloseable {

    public final Path folder;
    public final BlobStore blobs;
    public final LocalStore store;
    public final Sessions sessions;
    public final Machines machines = new Machines();
    private final HttpCaller http = new HttpCaller(HttpSettings.DEFAULT);

    public ImageFixture(Path folder) {
        this(folder, Optional.empty());
    }

    public ImageFixture(Path folder, Optional<URI> registry) {
        this.folder = folder;
        this.blobs = new FilesystemBlobStore(folder, Durability.NONE);
        this.sessions = new Sessions(folder.resolve("sessions"), registry, http, Clock.systemUTC());
        this.store = LocalStore.open(
                blobs,
                new FilesystemManifestStore(folder, Durability.NONE),
                folder,
                machines,
                new ImageTransfers.RemoteAccess(http, sessions, registry),
                Clock.systemUTC());
    }

    public ImportedImage importImage(String name, String format, byte[] disk, String... tags) {
        try (ImageImport arriving = begin(name, format, OptionalLong.of(disk.length), tags)) {
            for (int at = 0; at < disk.length; at += 10_000) {
                arriving.write(ByteBuffer.wrap(disk, at, Math.min(10_000, disk.length - at)));
            }
            return arriving.finish();
        }
    }

    public ImageImport begin(String name, String format, OptionalLong size, String... tags) {
        return store.imports()
                .begin(new ImportRequest(Disks.vmfile(name, format), "VMFile", Optional.empty(), List.of(tags), size));
    }

    /** Files that hold bytes of blobs, finished or not. */
    public List<Path> blobFiles() {
        try (Stream<Path> blobs = Files.walk(folder.resolve("blobs"));
                Stream<Path> uploads = Files.walk(folder.resolve("uploads"));
                Stream<Path> temporary = Files.walk(folder.resolve("temporary"))) {
            return Stream.of(blobs, uploads, temporary)
                    .flatMap(files -> files)
                    .filter(Files::isRegularFile)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }

    public static final class Machines implements ImageUse {
        private final Map<Digest, List<String>> names = new HashMap<>();
        private final Set<Digest> disks = new HashSet<>();

        public void add(Digest manifest, Digest disk, String name) {
            names.put(manifest, List.of(name));
            disks.add(disk);
        }

        public void clear() {
            names.clear();
            disks.clear();
        }

        @Override
        public List<String> machinesOf(Digest manifest) {
            return names.getOrDefault(manifest, List.of());
        }

        @Override
        public Set<Digest> blobsInUse() {
            return disks;
        }
    }
}
