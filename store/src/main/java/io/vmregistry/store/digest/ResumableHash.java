package io.vmregistry.store.digest;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.Digest.Algorithm;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A hash in progress that can be saved, and continued by another process, where the Java runtime allows it (see
 * {@link OpenedDigest}). Where it does not, {@link #save} is empty and who needs the digest reads the bytes again. Not for
 * several threads at once.
 */
public final class ResumableHash {

    private static final int COPY = 64 * 1024;

    private static final Map<Algorithm, OpenedDigest> OPENED = new EnumMap<>(Algorithm.class);

    static {
        for (Algorithm algorithm : Algorithm.values()) {
            OpenedDigest.of(algorithm).ifPresent(opened -> OPENED.put(algorithm, opened));
        }
    }

    private final Algorithm algorithm;
    private final Engine engine;

    private sealed interface Engine {
        /** The JDK's hash, opened. */
        record Opened(OpenedDigest runtime, Object hash) implements Engine {}

        /** The JDK's hash as everybody gets it. */
        record Closed(MessageDigest hash) implements Engine {}
    }

    private ResumableHash(Algorithm algorithm, Engine engine) {
        this.algorithm = algorithm;
        this.engine = engine;
    }

    /** Whether hashes of this algorithm can be saved here. */
    public static boolean isSavable(Algorithm algorithm) {
        return OPENED.containsKey(algorithm);
    }

    /** The hash of no bytes yet. */
    public static ResumableHash start(Algorithm algorithm) {
        OpenedDigest runtime = OPENED.get(algorithm);
        return new ResumableHash(
                algorithm,
                runtime == null ? new Engine.Closed(algorithm.newHash()) : new Engine.Opened(runtime, runtime.start()));
    }

    /**
     * Continues what {@link #save} returned, here or elsewhere. Empty when this runtime cannot.
     *
     * @throws IllegalArgumentException when the bytes are no saved hash of this algorithm
     */
    public static Optional<ResumableHash> restore(Algorithm algorithm, byte[] saved) {
        return Optional.ofNullable(OPENED.get(algorithm))
                .map(runtime -> new ResumableHash(algorithm, new Engine.Opened(runtime, runtime.restore(saved))));
    }

    public Algorithm algorithm() {
        return algorithm;
    }

    /** Adds the buffer's remaining bytes, which stay in it. */
    public void update(ByteBuffer bytes) {
        ByteBuffer source = bytes.duplicate();
        switch (engine) {
            case Engine.Closed(MessageDigest hash) -> hash.update(source);
            case Engine.Opened(OpenedDigest runtime, Object hash)
            when source.hasArray() ->
                runtime.update(hash, source.array(), source.arrayOffset() + source.position(), source.remaining());
            case Engine.Opened(OpenedDigest runtime, Object hash) -> {
                byte[] piece = new byte[Math.min(COPY, source.remaining())];
                while (source.hasRemaining()) {
                    int count = Math.min(piece.length, source.remaining());
                    source.get(piece, 0, count);
                    runtime.update(hash, piece, 0, count);
                }
            }
        }
    }

    /** The digest of everything that was added. The hash cannot be used any more. */
    public Digest finish() {
        return Digest.from(
                algorithm,
                switch (engine) {
                    case Engine.Closed(MessageDigest hash) -> hash.digest();
                    case Engine.Opened(OpenedDigest runtime, Object hash) -> runtime.finish(hash);
                });
    }

    /** The same progress, going its own way from here. */
    public ResumableHash copy() {
        return new ResumableHash(
                algorithm,
                switch (engine) {
                    case Engine.Closed(MessageDigest hash) -> new Engine.Closed(copy(hash));
                    case Engine.Opened(OpenedDigest runtime, Object hash) ->
                        new Engine.Opened(runtime, runtime.restore(runtime.save(hash)));
                });
    }

    private static MessageDigest copy(MessageDigest hash) {
        try {
            return (MessageDigest) hash.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this Java runtime's " + hash.getAlgorithm() + " cannot be copied", e);
        }
    }

    /** The progress so far, for {@link #restore}; empty when this runtime cannot. The hash goes on. */
    public Optional<byte[]> save() {
        return switch (engine) {
            case Engine.Closed _ -> Optional.empty();
            case Engine.Opened(OpenedDigest runtime, Object hash) -> Optional.of(runtime.save(hash));
        };
    }
}
