package io.vmregistry.spec.image;

/** Media types and annotation keys of images, from the image manifest's format and the OCI image specification. */
public final class MediaTypes {

    public static final String MANIFEST = "application/vnd.vmregistry.manifest.v1+json";
    public static final String CONFIG = "application/vnd.vmregistry.config.v1+json";
    public static final String DISK = "application/vnd.vmregistry.disk.v1";
    /** The {@code artifactType} under which the same image travels on OCI registries. */
    public static final String IMAGE_ARTIFACT = "application/vnd.vmregistry.image.v1+json";

    public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    public static final String DOCKER_INDEX = "application/vnd.docker.distribution.manifest.list.v2+json";

    /** Annotation of a disk layer: {@link DiskFormat#label}. */
    public static final String DISK_FORMAT = "io.vmregistry.disk.format";
    /** Annotation of a disk layer: what the guest sees, in bytes, decimal. */
    public static final String DISK_VIRTUAL_SIZE = "io.vmregistry.disk.virtual-size";
    /** Annotation of a manifest: RFC 3339 time. */
    public static final String CREATED = "org.opencontainers.image.created";

    private MediaTypes() {}
}
