package io.vmregistry.store.blob;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Bytes of one blob, opened: they stay readable when the blob is deleted meanwhile. Close it. */
public interface BlobReader extends AutoCloseable {

    /** Size of the whole blob, in bytes. */
    long size();

    /** Where the opened range begins in the blob. */
    long first();

    /** Bytes of the opened range, after it was cut to the blob's end. */
    long length();

    /** The opened bytes, once, from the first. */
    InputStream stream();

    /** The file that is the blob, for a backend that has one; a caller may hand it to sendfile or to a hypervisor. */
    Optional<Path> file();

    @Override
    void close();
}
