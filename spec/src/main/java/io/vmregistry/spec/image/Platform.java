package io.vmregistry.spec.image;

/** What an image is for, in the words of the OCI image index: {@code linux} and {@code amd64}. */
public record Platform(String os, String architecture) {

    public static final Platform LINUX_AMD64 = new Platform("linux", "amd64");

    @Override
    public String toString() {
        return os + "/" + architecture;
    }
}
