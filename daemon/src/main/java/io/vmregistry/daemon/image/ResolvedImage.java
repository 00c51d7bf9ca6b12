package io.vmregistry.daemon.image;

import io.vmregistry.spec.image.ImageConfig;
import io.vmregistry.spec.reference.Digest;
import java.nio.file.Path;

/**
 * An image that a machine can be made from: what its reference meant at one moment.
 *
 * @param manifest the manifest's digest
 * @param disk the disk's digest
 * @param diskFile absolute; never to be written to
 */
public record ResolvedImage(Digest manifest, ImageConfig config, Digest disk, Path diskFile) {}
