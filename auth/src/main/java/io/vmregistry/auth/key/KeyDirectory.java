package io.vmregistry.auth.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys on disk, in a directory that all servers of one database share: {@code keys.json} says which there are and from
 * when each signs, {@code auth.key} is the first private key, {@code <kid>.key} each later one. {@code auth.pub}, which
 * registries read, and {@code auth.crt}, which registries of others read, follow from those. Before the first
 * rotation there is no {@code keys.json}.
 *
 * <p>Changes exclude each other, also between processes. Readers see every file whole; {@code keys.json} is written
 * after the private keys that it names.
 */
public final class KeyDirectory {

    public static final String PRIVATE_FILE = "auth.key";
    public static final String PUBLIC_FILE = "auth.pub";
    public static final String CERTIFICATE_FILE = "auth.crt";
    static final String STATE_FILE = "keys.json";

    private static final Object MONITOR = new Object();

    private final Path directory;
    private final Duration tokenLife;

    /** @param tokenLife how long a token counts that was signed in a key's last moment */
    public KeyDirectory(Path directory, Duration tokenLife) {
        this.directory = directory;
        this.tokenLife = tokenLife;
    }

    public Duration tokenLife() {
        return tokenLife;
    }

    /** What came of the wish to retire a key. */
    public sealed interface Retirement {
        record Retired(KeyRing.Entry entry) implements Retirement {}

        record Unknown() implements Retirement {}

        /** It signs, and nothing else can. */
        record IsCurrent() implements Retirement {}
    }

    private interface Change<T extends @Nullable Object> {
        T make() throws IOException;
    }

    /**
     * The keys as they are. Makes one of {@code bits} bits when there is none, and writes what follows from them again when it is
     * missing.
     *
     * @throws KeyException when a file cannot be read or written, holds no RSA key, or only {@code auth.pub} is there: the
     *     registry trusts a key then that is lost, and a silent new one would lock everybody out
     */
    public KeyRing open(int bits, Instant now) {
        return guarded(() -> {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (!Files.exists(path(PRIVATE_FILE)) && !Files.exists(path(STATE_FILE))) {
                locked(() -> {
                    create(bits);
                    return null;
                });
            }
            KeyRing ring = readFiles();
            if (Files.isWritable(directory) && !isUpToDate(ring, now)) {
                locked(() -> {
                    publish(readFiles(), now);
                    return null;
                });
            }
            return ring;
        });
    }

    /** What tells one state of the directory from another without reading it. */
    record Stamp(List<Optional<Object>> files) {}

    Stamp stamp() {
        return guarded(() -> new Stamp(List.of(stampOf(path(STATE_FILE)), stampOf(path(PRIVATE_FILE)))));
    }

    private static Optional<Object> stampOf(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(
                    List.of(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The keys as they are now. */
    public KeyRing read() {
        return guarded(this::readFiles);
    }

    /**
     * Announces a key that signs from a moment on. One that is announced already is taken instead of a new one, and its
     * moment brought forward if it is later.
     */
    public KeyRing.Entry rotate(int bits, Instant now, Instant usedFrom) {
        return guarded(() -> locked(() -> {
            KeyRing ring = readFiles();
            Optional<KeyRing.Entry> announced = ring.next(now);
            if (announced.isPresent() && !usedFrom.isBefore(announced.get().usedFrom())) {
                return announced.get();
            }
            KeyRing.Entry entry;
            if (announced.isPresent()) {
                KeyRing.Entry known = announced.get();
                entry = new KeyRing.Entry(
                        known.id(), known.certificate(), known.publishedAt(), usedFrom, known.signing());
                ring = ring.without(known).with(entry);
            } else {
                save(ring, now);
                SigningKey key = PrivateKeyFile.generate(bits);
                WholeFile.write(directory, fileName(key.id()), PrivateKeyFile.text(key), WholeFile.OWNER_ONLY);
                entry = KeyRing.Entry.of(key, now, usedFrom);
                ring = ring.with(entry);
            }
            save(ring, now);
            return entry;
        }));
    }

    /** Takes a key away: no token that it signed counts any more, once the registries have looked. */
    public Retirement retire(String id, Instant now) {
        return guarded(() -> locked(() -> {
            KeyRing ring = readFiles();
            Optional<KeyRing.Entry> entry = ring.find(id);
            if (entry.isEmpty()) {
                return new Retirement.Unknown();
            }
            if (ring.current(now).equals(entry.get())) {
                return new Retirement.IsCurrent();
            }
            save(withoutThoseThatAreOver(ring, now).without(entry.get()), now);
            removePrivateKey(id);
            return new Retirement.Retired(entry.get());
        }));
    }

    /**
     * Removes what is over, and brings {@code auth.pub} and {@code auth.crt} up to date. Does nothing when there is
     * nothing to do, or when the directory is mounted read-only: whoever fills it has to, then.
     */
    public void tidy(Instant now) {
        guarded(() -> {
            KeyRing ring = readFiles();
            if (!Files.isWritable(directory) || isTidy(ring, now)) {
                return ring;
            }
            return locked(() -> {
                KeyRing seen = readFiles();
                KeyRing left = withoutThoseThatAreOver(seen, now);
                save(left, now);
                for (KeyRing.Entry entry : seen.entries()) {
                    if (left.find(entry.id()).isEmpty()) {
                        removePrivateKey(entry.id());
                    }
                }
                return left;
            });
        });
    }

    private boolean isTidy(KeyRing ring, Instant now) throws IOException {
        return isUpToDate(ring, now) && withoutThoseThatAreOver(ring, now).equals(ring);
    }

    private KeyRing withoutThoseThatAreOver(KeyRing ring, Instant now) {
        return new KeyRing(ring.entries().stream()
                .filter(entry -> ring.state(entry, now, tokenLife) != KeyRing.State.OVER)
                .toList());
    }

    private void create(int bits) throws IOException {
        if (Files.exists(path(PRIVATE_FILE))) {
            return;
        }
        if (Files.exists(path(PUBLIC_FILE))) {
            throw new KeyException(
                    "Tried to read the signing key but failed because %s is missing while %s is there. Put the key back, or remove %s to have a new pair made."
                            .formatted(path(PRIVATE_FILE), path(PUBLIC_FILE), path(PUBLIC_FILE)));
        }
        WholeFile.write(
                directory, PRIVATE_FILE, PrivateKeyFile.text(PrivateKeyFile.generate(bits)), WholeFile.OWNER_ONLY);
    }

    private KeyRing readFiles() throws IOException {
        Optional<SigningKey> first = Files.exists(path(PRIVATE_FILE))
                ? Optional.of(PrivateKeyFile.read(path(PRIVATE_FILE)))
                : Optional.empty();
        if (!Files.exists(path(STATE_FILE))) {
            refuseIfRotated();
            return first.map(key -> new KeyRing(List.of(KeyRing.Entry.of(key, Instant.EPOCH, Instant.EPOCH))))
                    .orElseThrow(() -> new KeyException(
                            "Tried to read the signing key but failed because there is no %s. Put it back."
                                    .formatted(path(PRIVATE_FILE))));
        }
        return KeyState.ring(
                Files.readString(path(STATE_FILE), UTF_8),
                id -> first.filter(key -> key.id().equals(id)).or(() -> laterKey(id)));
    }

    /** Without its state a directory of several keys would fall back to the first one, which nobody trusts any more. */
    private void refuseIfRotated() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            if (files.map(file -> file.getFileName().toString())
                    .anyMatch(name -> name.endsWith(".key") && !name.equals(PRIVATE_FILE))) {
                throw new KeyException(
                        "Tried to read the signing keys but failed because %s is missing. Restore it from a backup."
                                .formatted(path(STATE_FILE)));
            }
        }
    }

    private Optional<SigningKey> laterKey(String id) {
        Path file = path(fileName(id));
        return guarded(() -> Files.exists(file)
                ? Optional.of(PrivateKeyFile.read(file)).filter(key -> key.id().equals(id))
                : Optional.empty());
    }

    private void removePrivateKey(String id) throws IOException {
        Files.deleteIfExists(path(fileName(id)));
        Path first = path(PRIVATE_FILE);
        if (Files.exists(first) && PrivateKeyFile.read(first).id().equals(id)) {
            Files.delete(first);
        }
        WholeFile.flush(directory);
    }

    private void save(KeyRing ring, Instant now) throws IOException {
        WholeFile.write(directory, STATE_FILE, KeyState.text(ring), WholeFile.READABLE);
        publish(ring, now);
    }

    private void publish(KeyRing ring, Instant now) throws IOException {
        WholeFile.write(directory, PUBLIC_FILE, publicText(ring, now), WholeFile.READABLE);
        WholeFile.write(directory, CERTIFICATE_FILE, certificateText(ring, now), WholeFile.READABLE);
    }

    private boolean isUpToDate(KeyRing ring, Instant now) throws IOException {
        return hasText(PUBLIC_FILE, publicText(ring, now)) && hasText(CERTIFICATE_FILE, certificateText(ring, now));
    }

    private boolean hasText(String file, String text) throws IOException {
        return Files.exists(path(file)) && Files.readString(path(file), UTF_8).equals(text);
    }

    private String publicText(KeyRing ring, Instant now) {
        return texts(ring, now, entry -> PublicKeys.pem(entry.certificate().publicKey()));
    }

    private String certificateText(KeyRing ring, Instant now) {
        return texts(ring, now, entry -> entry.certificate().pem());
    }

    private String texts(KeyRing ring, Instant now, Function<KeyRing.Entry, String> form) {
        return ring.published(now, tokenLife).stream().map(form).collect(Collectors.joining());
    }

    private static String fileName(String id) {
        return id + ".key";
    }

    private Path path(String file) {
        return directory.resolve(file);
    }

    /** The lock of a file does not keep out threads of one process; the monitor does. */
    private <T extends @Nullable Object> T locked(Change<T> change) throws IOException {
        synchronized (MONITOR) {
            return lockedBetweenProcesses(change);
        }
    }

    private <T extends @Nullable Object> T lockedBetweenProcesses(Change<T> change) throws IOException {
        try (FileChannel channel = FileChannel.open(path("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            return change.make();
        }
    }

    private <T extends @Nullable Object> T guarded(Change<T> change) {
        try {
            return change.make();
        } catch (IOException e) {
            throw new KeyException(
                    "Tried to use the signing keys in %s but failed because of %s.".formatted(directory, e), e);
        }
    }
}
