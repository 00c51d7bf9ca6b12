package io.vmregistry.e2e.badinput;

import static io.vmregistry.e2e.badinput.Complaints.FAILED;
import static io.vmregistry.e2e.badinput.Complaints.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.e2e.image.DiskImages;
import io.vmregistry.e2e.invariant.StoreInvariants;
import io.vmregistry.e2e.process.Account;
import io.vmregistry.e2e.process.Deployed;
import io.vmregistry.e2e.process.Deployment;
import io.vmregistry.e2e.process.Deployment.Plan;
import io.vmregistry.e2e.process.Vmr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The registry's disk has rotted: what it serves does not have the digest that names it. */
class DamagedBlobIT {

    @RegisterExtension
    static final Deployed DEPLOYED = Deployed.of(Plan.SIMULATED);

    @TempDir
    Path folder;

    @Test
    void aPullRefusesItKeepsNothingAndWorksWhenTheBlobIsWholeAgain() throws IOException {
        Deployment deployment = DEPLOYED.get();
        Vmr vmr = deployment.newUser();
        Account account = Account.random().ready(vmr);
        Path disk = DiskImages.raw(folder.resolve("disk.raw"), 20, 9);
        Path vmFile = DiskImages.vmFile(folder.resolve("disk.VMFile"), account.image("rotten"), disk, "raw");
        String image = account.image("rotten:latest");
        vmr.ok("import", vmFile.toString());
        vmr.ok("push", image);
        vmr.ok("rmi", image);

        Path blob = largestBlob(deployment.registry().store());
        byte[] whole = Files.readAllBytes(blob);
        DiskImages.mark(blob, 42);
        assertRefused(
                vmr.run("pull", image), FAILED, "digest", blob.getFileName().toString());
        assertThat(vmr.ok("images", "-o", "name").stdout()).doesNotContain(image);
        assertThat(StoreInvariants.of(deployment.daemon().store()).violations()).isEmpty();
        assertThat(StoreInvariants.leftovers(deployment.daemon().store())).isEmpty();

        Files.write(blob, whole);
        vmr.ok("pull", image);
        Path exported = folder.resolve("exported.raw");
        vmr.ok("export", image, "-o", exported.toString());
        assertThat(Files.mismatch(disk, exported)).isEqualTo(-1);
    }

    private static Path largestBlob(Path store) throws IOException {
        try (Stream<Path> blobs = Files.list(store.resolve("blobs/sha256"))) {
            return blobs.max(Comparator.comparingLong(blob -> blob.toFile().length()))
                    .orElseThrow();
        }
    }
}
