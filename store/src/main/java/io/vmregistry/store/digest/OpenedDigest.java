package io.vmregistry.store.digest;

import io.vmregistry.spec.reference.Digest.Algorithm;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * The way into this Java runtime's own SHA-2: a hash in progress is the chaining value, the number of bytes and the block
 * that is not full (FIPS 180-4). The JDK keeps them in {@code sun.security.provider.SHA2}, {@code SHA5} and their parent
 * {@code DigestBase}, which have to be opened: {@code --add-opens java.base/sun.security.provider=ALL-UNNAMED}. Its code and so
 * its speed stay the JDK's.
 *
 * <p>Nothing here is promised by any JDK. So what was opened is tried on known answers before it is used, and a runtime that
 * is built differently is one that cannot save.
 */
final class OpenedDigest {

    private final MethodHandle create;
    private final MethodHandle update;
    private final MethodHandle finish;
    private final VarHandle state;
    private final VarHandle block;
    private final VarHandle filled;
    private final VarHandle processed;
    private final int blockSize;

    private OpenedDigest(Class<?> type, Class<?> stateType, int blockSize) throws ReflectiveOperationException {
        Class<?> words = type.getSuperclass();
        Class<?> common = words.getSuperclass();
        MethodHandles.Lookup here = MethodHandles.lookup();
        MethodHandles.Lookup inCommon = MethodHandles.privateLookupIn(common, here);
        MethodHandles.Lookup inWords = MethodHandles.privateLookupIn(words, here);
        this.create = MethodHandles.privateLookupIn(type, here)
                .findConstructor(type, MethodType.methodType(void.class))
                .asType(MethodType.methodType(Object.class));
        this.update = inCommon.findVirtual(
                        common, "engineUpdate", MethodType.methodType(void.class, byte[].class, int.class, int.class))
                .asType(MethodType.methodType(void.class, Object.class, byte[].class, int.class, int.class));
        this.finish = inCommon.findVirtual(common, "engineDigest", MethodType.methodType(byte[].class))
                .asType(MethodType.methodType(byte[].class, Object.class));
        this.state = inWords.findVarHandle(words, "state", stateType);
        this.block = inCommon.findVarHandle(common, "buffer", byte[].class);
        this.filled = inCommon.findVarHandle(common, "bufOfs", int.class);
        this.processed = inCommon.findVarHandle(common, "bytesProcessed", long.class);
        this.blockSize = blockSize;
    }

    /** Empty when this runtime keeps its hashes closed, or keeps them in another way. */
    static Optional<OpenedDigest> of(Algorithm algorithm) {
        try {
            OpenedDigest opened = switch (algorithm) {
                case SHA256 -> new OpenedDigest(Class.forName("sun.security.provider.SHA2$SHA256"), int[].class, 64);
                case SHA512 -> new OpenedDigest(Class.forName("sun.security.provider.SHA5$SHA512"), long[].class, 128);
            };
            return opened.continuesWhatItSaved(algorithm) ? Optional.of(opened) : Optional.empty();
        } catch (ReflectiveOperationException | RuntimeException closedOrDifferent) {
            return Optional.empty();
        }
    }

    /** Saves in the middle of a block, at its end and after several, and compares with the runtime's public hash. */
    private boolean continuesWhatItSaved(Algorithm algorithm) {
        byte[] content = new byte[5 * blockSize + 3];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 31 + 7);
        }
        MessageDigest known = algorithm.newHash();
        byte[] expected = known.digest(content);
        for (int cut : new int[] {0, 1, blockSize - 1, blockSize, blockSize + 1, 3 * blockSize, content.length}) {
            Object first = start();
            update(first, content, 0, cut);
            Object second = restore(save(first));
            update(second, content, cut, content.length - cut);
            if (!Arrays.equals(finish(second), expected)) {
                return false;
            }
        }
        return true;
    }

    Object start() {
        try {
            return create.invokeExact();
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    void update(Object hash, byte[] bytes, int offset, int length) {
        try {
            update.invokeExact(hash, bytes, offset, length);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** The hash of what was added; it cannot be used any more. */
    byte[] finish(Object hash) {
        try {
            return (byte[]) finish.invokeExact(hash);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Size of a block, which tells the algorithm; chaining value; count of bytes; bytes that are not in the chaining value
     * yet. Those can be a whole block: compiled code may leave the last one for later.
     */
    byte[] save(Object hash) {
        Object words = state.get(hash);
        int used = (int) filled.get(hash);
        ByteBuffer saved = ByteBuffer.allocate(Integer.BYTES + 8 * Array.getLength(words) + 8 + used);
        saved.putInt(blockSize);
        for (int i = 0; i < Array.getLength(words); i++) {
            saved.putLong(Array.getLong(words, i));
        }
        saved.putLong((long) processed.get(hash));
        saved.put((byte[]) block.get(hash), 0, used);
        return saved.array();
    }

    /**
     * Goes on where {@link #save} was.
     *
     * @throws IllegalArgumentException when the bytes were not saved by it
     */
    Object restore(byte[] saved) {
        Object hash = start();
        Object words = state.get(hash);
        int count = Array.getLength(words);
        int used = saved.length - Integer.BYTES - 8 * count - 8;
        ByteBuffer source = ByteBuffer.wrap(saved);
        if (used < 0 || used > blockSize || source.getInt() != blockSize) {
            throw new IllegalArgumentException("not the saved state of this hash: " + saved.length + " bytes");
        }
        for (int i = 0; i < count; i++) {
            long word = source.getLong();
            switch (words) {
                case int[] narrow -> narrow[i] = (int) word;
                case long[] wide -> wide[i] = word;
                default -> throw new IllegalStateException("a chaining value of " + words.getClass());
            }
        }
        long bytes = source.getLong();
        if (bytes < 0 || bytes % blockSize != used % blockSize) {
            throw new IllegalArgumentException("not the saved state of a hash: " + bytes + " bytes, " + used + " left");
        }
        processed.set(hash, bytes);
        filled.set(hash, used);
        source.get((byte[]) block.get(hash), 0, used);
        return hash;
    }

    private static IllegalStateException unexpected(Throwable e) {
        return new IllegalStateException("this Java runtime's hash failed", e);
    }
}
