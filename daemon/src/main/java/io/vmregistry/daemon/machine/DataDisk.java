package io.vmregistry.daemon.machine;

import io.vmregistry.spec.image.DiskFormat;
import java.nio.file.Path;

/**
 * A disk that outlives the machine and is never deleted with it.
 *
 * @param file absolute; exists already
 * @param device such as {@code vdb}; not {@code vda}, which is the machine's own
 */
public record DataDisk(Path file, DiskFormat format, String device) {}
