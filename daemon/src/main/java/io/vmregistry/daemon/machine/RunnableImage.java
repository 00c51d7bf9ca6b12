package io.vmregistry.daemon.machine;

import io.vmregistry.spec.image.ImageConfig;
import io.vmregistry.spec.reference.Digest;
import java.nio.file.Path;

/**
 * An image that is on this host, ready to be run.
 *
 * @param manifest the manifest's digest: what the reference meant when it was resolved
 * @param config the image's configuration, whose disk format is the disk file's
 * @param disk the disk blob's digest
 * @param diskFile the disk blob's file, absolute; never written to
 */
public record RunnableImage(Digest manifest, ImageConfig config, Digest disk, Path diskFile) {}
