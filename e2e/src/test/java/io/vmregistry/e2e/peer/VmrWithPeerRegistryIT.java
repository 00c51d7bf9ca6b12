package io.vmregistry.e2e.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.e2e.fault.CuttingProxy;
import io.vmregistry.e2e.fault.CuttingProxy.Direction;
import io.vmregistry.e2e.image.DiskImages;
import io.vmregistry.e2e.process.Account;
import io.vmregistry.e2e.process.Deployed;
import io.vmregistry.e2e.process.HostDaemon;
import io.vmregistry.e2e.process.PeerRegistry;
import io.vmregistry.e2e.process.PeerRegistry.Access;
import io.vmregistry.e2e.process.TemporaryFolder;
import io.vmregistry.e2e.process.Vmr;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code vmr push} and {@code vmr pull} with Debian's {@code docker-registry}, as with ours. */
class VmrWithPeerRegistryIT {

    private static final int MEBIBYTES = 40;
    private static final long SIZE = (long) MEBIBYTES << 20;

    @RegisterExtension
    static final Deployed DEPLOYED = Deployed.shared();

    private static TemporaryFolder peerFolder;
    private static PeerRegistry peer;
    private static CuttingProxy proxy;

    @TempDir
    Path folder;

    private Vmr vmr;

    @BeforeAll
    static void startPeer() {
        peerFolder = TemporaryFolder.create();
        peer = PeerRegistry.start(
                peerFolder.path(), Access.OPEN, Deployed.logs("peer").resolve("open.log"));
        proxy = CuttingProxy.tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), peer.port()));
    }

    @AfterAll
    static void stopPeer() {
        try (TemporaryFolder gone = peerFolder;
                PeerRegistry stopped = peer;
                CuttingProxy closed = proxy) {
            assertThat(stopped.process().alive())
                    .as("the peer lived through all tests")
                    .isTrue();
        }
    }

    @BeforeEach
    void prepare() {
        vmr = DEPLOYED.get().newUser();
        proxy.startCounting();
    }

    @Test
    void anImageComesBackBitForBit() throws IOException {
        Path disk = DiskImages.qcow2(folder.resolve("disk.qcow2"), 2, 1);
        String image = peer.host() + "/demo/small:1";
        importAs(vmr, disk, "qcow2", image);
        String here = digestOf(vmr, image);

        String there = vmr.ok("push", image).stdout().strip();
        vmr.ok("rmi", image);
        vmr.ok("pull", image);

        assertThat(digestOf(vmr, image)).isEqualTo(here);
        assertExported(vmr, image, disk);
        assertThat(vmr.ok("pull", image).stderr()).contains("is up to date");
        vmr.ok("pull", peer.host() + "/demo/small@" + there);
        assertExported(vmr, peer.host() + "/demo/small@" + there, disk);
    }

    @Test
    void itCanBeTheDaemonsOwnRegistry() throws IOException {
        try (TemporaryFolder own = TemporaryFolder.create();
                HostDaemon daemon = HostDaemon.start(
                        own.path(),
                        own.folder("daemon"),
                        peer.url(),
                        URI.create("http://127.0.0.1:9"),
                        Deployed.logs("peer").resolve("daemon.log"),
                        List.of("-hypervisor", "simulated"),
                        Map.of())) {
            Vmr here = new Vmr(own.path(), own.path(), daemon.socket(), Map.of());
            Path disk = DiskImages.raw(folder.resolve("disk.raw"), 1, 2);
            importAs(here, disk, "raw", "team/own:1");
            here.ok("push", "team/own:1");
            here.ok("rmi", "team/own:1");
            here.ok("pull", "team/own:1");

            assertExported(here, "team/own:1", disk);
            assertThat(here.ok("tags", "team/own", "-o", "name").stdout()).contains("1");
        }
    }

    @Test
    void aPushThatIsCutEndsWellAPullContinuesAndACopyIsNotSentAgain() throws IOException {
        Path disk = DiskImages.raw(folder.resolve("disk.raw"), MEBIBYTES, 3);
        String image = "127.0.0.1:" + proxy.port() + "/demo/cut:1";
        importAs(vmr, disk, "raw", image);
        CompletableFuture<Void> cutPush = proxy.at(Direction.TO_SERVER, SIZE / 2, proxy::cutConnections);
        vmr.ok("push", image);
        assertThat(cutPush).succeedsWithin(Duration.ofSeconds(10));

        vmr.ok("rmi", image);
        CompletableFuture<Void> cutPull = proxy.at(Direction.TO_CLIENT, SIZE / 2, proxy::cutConnections);
        vmr.ok("pull", image);
        assertThat(cutPull).succeedsWithin(Duration.ofSeconds(10));

        assertExported(vmr, image, disk);
        assertThat(proxy.bytes(Direction.TO_CLIENT)).as("nothing twice").isLessThan(SIZE + SIZE / 4);

        String copy = "127.0.0.1:" + proxy.port() + "/demo/copy:1";
        vmr.ok("tag", image, copy);
        proxy.startCounting();
        vmr.ok("push", copy);
        assertThat(proxy.bytes(Direction.TO_SERVER))
                .as("the other repository's blob is taken over")
                .isLessThan(1 << 20);
    }

    @Test
    void aPasswordIsTakenFromTheUsersDockerConfiguration() throws IOException {
        try (TemporaryFolder own = TemporaryFolder.create();
                PeerRegistry guarded = PeerRegistry.start(
                        own.path(),
                        Access.password(own.path()),
                        Deployed.logs("peer").resolve("password.log"))) {
            Path disk = DiskImages.raw(folder.resolve("disk.raw"), 1, 5);
            String image = guarded.host() + "/demo/guarded:1";
            importAs(vmr, disk, "raw", image);

            assertThat(vmr.run("push", image))
                    .matches(outcome -> outcome.exitCode() == 4, "is denied")
                    .extracting(Vmr.Outcome::stderr)
                    .asString()
                    .contains("~/.docker/config.json");
            assertThat(configured(guarded, "cGVlcjp3cm9uZw==").run("push", image))
                    .matches(outcome -> outcome.exitCode() == 4, "is denied")
                    .extracting(Vmr.Outcome::stderr)
                    .asString()
                    .contains("does not take the password of \"peer\"");
            Vmr known = configured(guarded, "cGVlcjpwZWVyLXBhc3N3b3Jk");
            known.ok("push", image);
            known.ok("rmi", image);
            known.ok("pull", image);
        }
    }

    @Test
    void aSessionOfOurAuthServerOpensItWhenItTrustsThat() throws IOException {
        try (TemporaryFolder own = TemporaryFolder.create();
                PeerRegistry trusting = PeerRegistry.start(
                        own.path(),
                        Access.tokens(DEPLOYED.get().auth(), authUrl()),
                        Deployed.logs("peer").resolve("token.log"))) {
            Account account = Account.random();
            Path disk = DiskImages.raw(folder.resolve("disk.raw"), 1, 6);
            String image = trusting.host() + "/" + account.image("disk:1");
            importAs(vmr, disk, "raw", image);
            assertThat(vmr.run("push", image).exitCode()).isEqualTo(4);

            account.register(vmr).requireSuccess();
            account.login(vmr).requireSuccess();
            vmr.ok("push", image);
            vmr.ok("rmi", image);
            vmr.ok("pull", image);
            assertExported(vmr, image, disk);
            assertThat(vmr.run("push", tagged(image, trusting.host() + "/somebody/else:1"))
                            .exitCode())
                    .isEqualTo(4);
        }
    }

    /** As the daemon knows it: a session is for the address that it came from. */
    private static URI authUrl() {
        return URI.create("http://127.0.0.1:" + DEPLOYED.get().authProxy().port());
    }

    private String tagged(String image, String other) {
        vmr.ok("tag", image, other);
        return other;
    }

    private Vmr configured(PeerRegistry registry, String auth) throws IOException {
        Path configuration = Files.createTempDirectory(folder, "docker");
        Files.writeString(
                configuration.resolve("config.json"),
                "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(registry.host(), auth));
        return vmr.with("DOCKER_CONFIG", configuration.toString());
    }

    private void importAs(Vmr user, Path disk, String format, String image) {
        Path vmFile = DiskImages.vmFile(folder.resolve("disk.VMFile"), "demo/imported", disk, format);
        user.ok("import", vmFile.toString(), "-t", "peer");
        user.ok("tag", "demo/imported:peer", image);
        user.ok("rmi", "demo/imported:peer");
    }

    private void assertExported(Vmr user, String image, Path disk) throws IOException {
        Path exported = Files.createTempDirectory(folder, "exported").resolve("disk");
        user.ok("export", image, "-o", exported.toString());
        assertThat(Files.mismatch(disk, exported)).as("first byte that differs").isEqualTo(-1);
    }

    private static String digestOf(Vmr user, String image) {
        return Images.digest(user, image);
    }
}
