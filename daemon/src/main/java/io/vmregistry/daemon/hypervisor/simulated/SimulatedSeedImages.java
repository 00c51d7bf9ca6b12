package io.vmregistry.daemon.hypervisor.simulated;

import io.vmregistry.daemon.cloudinit.Seed;
import io.vmregistry.daemon.cloudinit.SeedException;
import io.vmregistry.daemon.cloudinit.SeedImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Seeds for guests that never read them: a JSON file with the same content. Needs no tool that makes ISO images. */
public final class SimulatedSeedImages implements SeedImages {

    @Override
    public void write(Seed seed, Path target) {
        var tree = SimulatedFiles.object();
        seed.files().forEach(tree::put);
        try {
            Files.deleteIfExists(target);
            SimulatedFiles.write(target, tree);
        } catch (IOException e) {
            throw new SeedException("Tried to write the seed %s but failed because %s".formatted(target, e), e);
        }
    }
}
