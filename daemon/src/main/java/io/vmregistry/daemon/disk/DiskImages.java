package io.vmregistry.daemon.disk;

import io.vmregistry.spec.image.DiskFormat;
import io.vmregistry.spec.unit.ByteSize;
import java.nio.file.Path;

/**
 * Makes disk files. A file is there entirely or not at all; one that was there is replaced, so every method can be
 * repeated. All of them throw {@link DiskException}.
 */
public interface DiskImages {

    /**
     * Makes a qcow2 file that holds the differences to a backing file, which is only read and has to stay.
     *
     * @param backing absolute
     * @param size what the guest sees; at least the backing file's
     * @throws DiskException.DiskUnfit when the size is too small, or the backing file rests on yet another file
     */
    void createOverlay(Path target, Path backing, DiskFormat format, ByteSize size);

    /** Makes a disk without content. It takes room on the host as the guest fills it. */
    void createBlank(Path target, DiskFormat format, ByteSize size);
}
