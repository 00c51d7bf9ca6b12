package io.vmregistry.daemon.cloudinit;

import java.nio.file.Path;

/** Puts a seed where a guest finds it. */
public interface SeedImages {

    /**
     * Writes a seed. The file is there entirely or not at all; one that was there is replaced.
     *
     * @throws SeedException when it could not be written; the message tells why and what to do
     */
    void write(Seed seed, Path target);
}
