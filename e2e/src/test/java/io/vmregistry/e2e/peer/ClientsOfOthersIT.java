package io.vmregistry.e2e.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.e2e.image.DiskImages;
import io.vmregistry.e2e.process.Account;
import io.vmregistry.e2e.process.AuthServer;
import io.vmregistry.e2e.process.Deployed;
import io.vmregistry.e2e.process.Vmr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * skopeo, buildah, podman, oras and crane against our registry with authentication on: each logs in by its own token flow, and what
 * comes back is what went in.
 */
class ClientsOfOthersIT {

    @RegisterExtension
    static final Deployed DEPLOYED = Deployed.shared();

    @TempDir
    Path folder;

    private Vmr vmr;
    private Account account;
    private String host;
    private Path disk;

    @BeforeEach
    void prepare() {
        vmr = DEPLOYED.get().newUser();
        account = Account.random();
        account.register(vmr).requireSuccess();
        host = "127.0.0.1:" + DEPLOYED.get().registry().port();
        disk = DiskImages.qcow2(folder.resolve("disk.qcow2"), 1, account.name().hashCode());
    }

    private String image(String nameAndTag) {
        return host + "/" + account.image(nameAndTag);
    }

    @Test
    void skopeoPushesPullsCopiesListsAndDeletes() throws IOException {
        Path logins = folder.resolve("auth.json");
        Client skopeo = Client.installed(
                "skopeo", folder, Map.of("REGISTRY_AUTH_FILE", logins.toString()), List.of("--insecure-policy"));
        OciLayout layout = OciLayout.write(folder.resolve("layout"), disk);
        String one = "docker://" + image("one:1");
        String two = "docker://" + image("two:2");

        skopeo.fails("copy", "--dest-tls-verify=false", "oci:" + layout + ":1", one);
        skopeo.okWithInput(
                account.password(), "login", "--tls-verify=false", "-u", account.name(), "--password-stdin", host);
        skopeo.ok("copy", "--dest-tls-verify=false", "oci:" + layout + ":1", one);
        skopeo.ok("copy", "--src-tls-verify=false", "--dest-tls-verify=false", one, two);
        skopeo.ok("copy", "--src-tls-verify=false", two, "oci:" + folder.resolve("pulled") + ":1");
        layout.assertContainedIn(folder.resolve("pulled"));
        assertThat(skopeo.ok("list-tags", "--tls-verify=false", "docker://" + image("two")))
                .contains("\"2\"");

        skopeo.ok("delete", "--tls-verify=false", two);
        skopeo.fails("inspect", "--tls-verify=false", two);
        skopeo.ok("inspect", "--tls-verify=false", one);
    }

    @Test
    void whoeverIsNotLoggedInPullsWhatIsOpenToEverybody() throws IOException {
        Client oras = Client.fetched("oras", folder, Map.of("DOCKER_CONFIG", folder.toString()));
        oras.okWithInput(account.password(), "login", "--plain-http", "-u", account.name(), "--password-stdin", host);
        oras.ok("push", "--plain-http", image("open:1"), "disk.qcow2:application/x-qemu-disk");
        oras.ok("push", "--plain-http", image("other:1"), "disk.qcow2:application/x-qemu-disk");
        Client stranger = Client.installed(
                "skopeo",
                folder,
                Map.of("REGISTRY_AUTH_FILE", folder.resolve("nobody.json").toString()),
                List.of("--insecure-policy"));
        String source = "docker://" + image("open:1");
        Path pulled = folder.resolve("pulled");
        stranger.fails("inspect", "--tls-verify=false", source);

        AuthServer auth = DEPLOYED.get().auth();
        auth.run(
                "acl",
                "add",
                "anonymous",
                account.name() + "/open",
                "pull",
                "-data-dir",
                auth.data().toString());

        stranger.ok("copy", "--src-tls-verify=false", source, "oci:" + pulled + ":1");
        stranger.fails("copy", "--dest-tls-verify=false", "oci:" + pulled + ":1", "docker://" + image("open:2"));
        stranger.fails("inspect", "--tls-verify=false", "docker://" + image("other:1"));
        vmr.ok("pull", image("open:1"));
        assertExported(image("open:1"));
    }

    @Test
    void cranePushesPullsCopiesListsAndDeletes() throws IOException {
        Client crane = Client.fetched("crane", folder, Map.of("DOCKER_CONFIG", folder.toString()));
        OciLayout layout = OciLayout.write(folder.resolve("layout"), disk);

        crane.fails("push", layout.toString(), image("one:1"));
        crane.okWithInput(account.password(), "auth", "login", "-u", account.name(), "--password-stdin", host);
        crane.ok("push", layout.toString(), image("one:1"));
        crane.ok("copy", image("one:1"), image("two:2"));
        crane.ok(
                "pull",
                "--format",
                "oci",
                image("two:2"),
                folder.resolve("pulled").toString());
        layout.assertContainedIn(folder.resolve("pulled"));
        crane.ok("validate", "--remote", image("two:2"));
        assertThat(crane.ok("ls", image("two")).strip()).isEqualTo("2");

        crane.ok("delete", image("two:2"));
        crane.fails("digest", image("two:2"));
        crane.ok("digest", image("one:1"));
    }

    @Test
    void orasPushesPullsCopiesListsAttachesAndDeletes() throws IOException {
        Client oras = Client.fetched("oras", folder, Map.of("DOCKER_CONFIG", folder.toString()));

        oras.fails("push", "--plain-http", image("one:1"), "disk.qcow2:application/x-qemu-disk");
        oras.okWithInput(account.password(), "login", "--plain-http", "-u", account.name(), "--password-stdin", host);
        oras.ok("push", "--plain-http", image("one:1"), "disk.qcow2:application/x-qemu-disk");
        oras.ok("cp", "--from-plain-http", "--to-plain-http", image("one:1"), image("two:2"));
        oras.ok("pull", "--plain-http", "-o", folder.resolve("pulled").toString(), image("two:2"));
        assertThat(folder.resolve("pulled/disk.qcow2")).hasSameBinaryContentAs(disk);
        assertThat(oras.ok("repo", "tags", "--plain-http", image("two")).strip())
                .isEqualTo("2");
        Files.writeString(folder.resolve("note.txt"), "checked");
        oras.ok("attach", "--plain-http", "--artifact-type", "text/note", image("two:2"), "note.txt:text/plain");
        assertThat(oras.ok("discover", "--plain-http", image("two:2"))).contains("text/note");

        oras.ok("manifest", "delete", "--plain-http", "-f", image("two:2"));
        oras.fails("manifest", "fetch", "--plain-http", image("two:2"));
        oras.ok("manifest", "fetch", "--plain-http", image("one:1"));

        account.login(vmr).requireSuccess();
        vmr.ok("pull", image("one:1"));
        assertExported(image("one:1"));
    }

    @Test
    void buildahPushesAndPullsAContainerDiskWhichVmrPullsToo() throws IOException {
        Path policy = acceptAnything();
        Client buildah = withStorage("buildah");
        String container = buildah.ok("from", "scratch").strip();
        buildah.ok("copy", container, disk.toString(), "/disk/disk.qcow2");
        buildah.ok("commit", "--signature-policy", policy.toString(), container, "built");

        String target = "docker://" + image("container-disk:1");
        buildah.fails("push", "--signature-policy", policy.toString(), "--tls-verify=false", "built", target);
        buildah.okWithInput(
                account.password(), "login", "--tls-verify=false", "-u", account.name(), "--password-stdin", host);
        buildah.ok("push", "--signature-policy", policy.toString(), "--tls-verify=false", "built", target);
        buildah.ok(
                "push",
                "--signature-policy",
                policy.toString(),
                "--tls-verify=false",
                "built",
                "docker://" + image("copy:2"));
        buildah.ok("rm", container);
        buildah.ok("rmi", "--all", "--force");
        buildah.ok("pull", "--signature-policy", policy.toString(), "--tls-verify=false", target);

        account.login(vmr).requireSuccess();
        vmr.ok("pull", image("container-disk:1"));
        assertExported(image("container-disk:1"));
        assertThat(vmr.ok("pull", image("container-disk:1")).stderr()).contains("is up to date");
    }

    @Test
    void podmanPushesPullsCopiesAndListsAContainerDiskWhichVmrPullsToo() throws IOException {
        Path policy = acceptAnything();
        Client podman = withStorage("podman", "--cgroup-manager", "cgroupfs", "--events-backend", "none");
        Files.writeString(folder.resolve("Containerfile"), "FROM scratch\nCOPY disk.qcow2 /disk/disk.qcow2\n");
        podman.ok("build", "--signature-policy", policy.toString(), "-t", "built", folder.toString());

        String one = image("container-disk:1");
        podman.fails("push", "--signature-policy", policy.toString(), "--tls-verify=false", "built", one);
        podman.okWithInput(
                account.password(), "login", "--tls-verify=false", "-u", account.name(), "--password-stdin", host);
        podman.ok("push", "--signature-policy", policy.toString(), "--tls-verify=false", "built", one);
        podman.ok("rmi", "--all", "--force");
        podman.ok("pull", "--signature-policy", policy.toString(), "--tls-verify=false", one);
        podman.ok("push", "--signature-policy", policy.toString(), "--tls-verify=false", one, image("copy:2"));
        assertThat(podman.ok("search", "--tls-verify=false", "--list-tags", host + "/" + account.image("copy")))
                .containsPattern("copy\\s+2");
        podman.ok("logout", host);
        podman.fails("push", "--signature-policy", policy.toString(), "--tls-verify=false", one, image("copy:3"));

        account.login(vmr).requireSuccess();
        for (String name : List.of(one, image("copy:2"))) {
            vmr.ok("pull", name);
            assertExported(name);
        }
    }

    @Test
    void whatVmrPushesCanBeCopiedByOthers() throws IOException {
        Client crane = Client.fetched("crane", folder, Map.of("DOCKER_CONFIG", folder.toString()));
        account.login(vmr).requireSuccess();
        Path vmFile = DiskImages.vmFile(folder.resolve("disk.VMFile"), account.image("vm"), disk, "qcow2");
        vmr.ok("import", vmFile.toString(), "-t", "1");
        String digest = vmr.ok("push", account.image("vm:1")).stdout().strip();
        vmr.ok("rmi", account.image("vm:1"));

        crane.okWithInput(account.password(), "auth", "login", "-u", account.name(), "--password-stdin", host);
        assertThat(crane.ok("digest", image("vm:1")).strip()).isEqualTo(digest);
        assertThat(crane.ok("manifest", image("vm:1")))
                .contains("application/vnd.oci.image.manifest.v1+json")
                .contains("application/vnd.vmregistry.image.v1+json");
        crane.ok("copy", image("vm:1"), image("mirror:1"));

        vmr.ok("pull", account.image("mirror:1"));
        assertExported(account.image("mirror:1"));
    }

    /** A client that keeps images itself, in this test's folder. */
    private Client withStorage(String program, String... more) throws IOException {
        Path logins = Files.writeString(folder.resolve("auth.json"), "{}");
        List<String> options = new ArrayList<>(List.of(
                "--root",
                folder.resolve("storage").toString(),
                "--runroot",
                folder.resolve("run").toString(),
                "--storage-driver",
                "vfs"));
        options.addAll(List.of(more));
        return Client.installed(
                program, folder, Map.of("REGISTRY_AUTH_FILE", logins.toString(), "BUILDAH_FORMAT", "oci"), options);
    }

    private Path acceptAnything() throws IOException {
        return Files.writeString(
                folder.resolve("policy.json"), "{\"default\":[{\"type\":\"insecureAcceptAnything\"}]}");
    }

    private void assertExported(String name) throws IOException {
        Path exported = Files.createTempDirectory(folder, "exported").resolve("disk");
        vmr.ok("export", name, "-o", exported.toString());
        assertThat(Files.mismatch(disk, exported)).as("first byte that differs").isEqualTo(-1);
    }
}
