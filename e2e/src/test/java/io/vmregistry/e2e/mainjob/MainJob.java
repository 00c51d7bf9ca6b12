package io.vmregistry.e2e.mainjob;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmregistry.e2e.image.DiskImages;
import io.vmregistry.e2e.invariant.StoreInvariants;
import io.vmregistry.e2e.process.Account;
import io.vmregistry.e2e.process.Deployment;
import io.vmregistry.e2e.process.Json;
import io.vmregistry.e2e.process.Launchers;
import io.vmregistry.e2e.process.Vmr;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job, from the file to the running machine, as a user does it. Each hypervisor's test says what differs. */
abstract class MainJob {

    private static final Path EXAMPLE = Launchers.home().resolve("examples/two-vms.VMCompose");

    @TempDir
    Path folder;

    abstract Deployment deployment();

    /** A disk that this hypervisor takes. */
    abstract Path disk(Path file);

    /** What a machine says on its console when it has started. */
    abstract Pattern marker();

    @Test
    void shipsADiskThroughTheRegistryAndRunsIt() throws Exception {
        Vmr vmr = deployment().newUser();
        Account account = Account.random().ready(vmr);
        Path disk = disk(folder.resolve("disk.qcow2"));
        Path vmFile = DiskImages.vmFile(folder.resolve("tiny.VMFile"), account.image("tiny"), disk, "qcow2");
        String image = account.image("tiny:latest");

        vmr.ok("import", vmFile.toString(), "-t", "latest");
        String digest = digestOf(vmr, image);
        vmr.ok("push", image);
        vmr.ok("rmi", image);
        assertThat(images(vmr)).doesNotContain(image);
        vmr.ok("pull", image);
        assertThat(digestOf(vmr, image)).isEqualTo(digest);

        Path exported = folder.resolve("exported.qcow2");
        vmr.ok("export", image, "-o", exported.toString());
        assertThat(Files.mismatch(disk, exported)).as("first byte that differs").isEqualTo(-1);

        vmr.ok("run", image, "--vm-name", "web");
        assertThat(stateOf(vmr, "ps", "web")).isEqualTo("running");
        awaitMarker(vmr, "web");
        vmr.ok("stop", "web", "--timeout", "30s");
        assertThat(names(vmr, "ps")).doesNotContain("web");
        assertThat(stateOf(vmr, "list", "web")).isEqualTo("stopped");
        vmr.ok("rm", "web");
        assertThat(names(vmr, "list")).doesNotContain("web");

        assertSound(deployment().daemon().store());
        assertThat(StoreInvariants.leftovers(deployment().daemon().store())).isEmpty();
        assertSound(deployment().registry().store());
    }

    @Test
    void bringsUpAnEnvironmentOfTwoAndTakesItDown() throws Exception {
        Vmr vmr = deployment().newUser();
        Path disk = disk(folder.resolve("disk.qcow2"));
        Path vmFile = DiskImages.vmFile(folder.resolve("tiny.VMFile"), "demo/tiny", disk, "qcow2");
        vmr.ok("import", vmFile.toString(), "-t", "latest");

        vmr.ok("compose", "up", "-p", "two-vms", "-f", EXAMPLE.toString());
        JsonNode up = Json.of(vmr.ok("compose", "ps", "-p", "two-vms", "-o", "json"));
        assertThat(up.findValuesAsText("status")).hasSize(2).containsOnly("running");
        Map<String, String> machines = identities(vmr, up.findValuesAsText("machine"));
        assertThat(machines).hasSize(2);
        for (String machine : machines.keySet()) {
            awaitMarker(vmr, machine);
        }

        vmr.ok("compose", "up", "-p", "two-vms", "-f", EXAMPLE.toString());
        assertThat(identities(vmr, machines.keySet()))
                .as("the same machines as before")
                .isEqualTo(machines);

        vmr.ok("compose", "down", "-p", "two-vms");
        assertThat(names(vmr, "list")).doesNotContainAnyElementsOf(machines.keySet());
    }

    private static Map<String, String> identities(Vmr vmr, Collection<String> machines) {
        return Json.elements(vmr.ok("list", "-o", "json"))
                .filter(machine -> machines.contains(machine.path("name").asText()))
                .collect(Collectors.toMap(
                        machine -> machine.path("name").asText(),
                        machine -> machine.path("id").asText()));
    }

    private void awaitMarker(Vmr vmr, String machine) throws Exception {
        try (Vmr.Running console = vmr.start("", "logs", "--console", "--follow", machine)) {
            console.stdout().find(marker()).get(180, TimeUnit.SECONDS);
        }
    }

    private static List<String> images(Vmr vmr) {
        return Json.elements(vmr.ok("images", "-o", "json"))
                .map(image -> image.path("repository").asText() + ":"
                        + image.path("tag").asText())
                .toList();
    }

    private static String digestOf(Vmr vmr, String image) {
        return Json.elements(vmr.ok("images", "-o", "json"))
                .filter(one -> image.equals(
                        one.path("repository").asText() + ":" + one.path("tag").asText()))
                .map(one -> one.path("digest").asText())
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names(Vmr vmr, String listing) {
        return Json.elements(vmr.ok(listing, "-o", "json"))
                .map(machine -> machine.path("name").asText())
                .toList();
    }

    private static String stateOf(Vmr vmr, String listing, String machine) {
        return Json.elements(vmr.ok(listing, "-o", "json"))
                .filter(one -> machine.equals(one.path("name").asText()))
                .map(one -> one.path("status").asText())
                .findFirst()
                .orElseThrow();
    }

    private static void assertSound(Path store) {
        StoreInvariants.Findings findings = StoreInvariants.of(store);
        assertThat(findings.violations()).isEmpty();
        assertThat(findings.blobs()).as("blobs that were looked at").isPositive();
        assertThat(findings.tags()).as("tags that were looked at").isPositive();
    }
}
