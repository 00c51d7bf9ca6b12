package io.vmregistry.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.vmregistry.cli.command.CommandHarness.Result;
import io.vmregistry.proto.v1.ComposeUpRequest;
import io.vmregistry.proto.v1.ImportImageMetadata;
import io.vmregistry.proto.v1.LoginRequest;
import io.vmregistry.proto.v1.LogoutRequest;
import io.vmregistry.proto.v1.PullImageRequest;
import io.vmregistry.proto.v1.RunVMRequest;
import io.vmregistry.proto.v1.StopVMRequest;
import io.vmregistry.proto.v1.VMRunOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command against a daemon on a real socket: what it sends, prints, and ends with. */
class CommandsTest {

    private static final String VMFILE = """
            apiVersion: vmregistry.io/v1alpha1
            metadata:
              name: ada/debian
            spec:
              diskImage: disk.raw
              diskFormat: %s
              resources:
                cpu: 1
                memory: 256MiB
            """;
    private static final String COMPOSE = """
            apiVersion: vmregistry.io/v1alpha1
            name: demo
            networks:
              private: {mode: isolated, subnet: 192.168.70.0/24}
            services:
              db:
                image: ada/debian:12
                networks: [{name: private, staticIp: 192.168.70.10}]
            """;

    @TempDir
    Path folder;

    private FakeDaemon daemon;
    private CommandHarness vmr;

    @BeforeEach
    void start() throws IOException {
        Path socket = folder.resolve("d.sock");
        daemon = new FakeDaemon(socket);
        vmr = new CommandHarness(folder, socket);
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    @Test
    void listsImagesInEveryFormat() throws IOException {
        assertThat(vmr.run("images").out()).isEqualTo(golden("images.txt"));
        assertThat(vmr.run("images", "-o", "wide", "--no-trunc").out()).isEqualTo(golden("images-wide.txt"));
        assertThat(vmr.run("images", "-o", "json").out()).isEqualTo(golden("images.json"));
        assertThat(vmr.run("images", "-o", "yaml").out()).isEqualTo(golden("images.yaml"));
        assertThat(vmr.run("images", "-o", "name").out())
                .startsWith("ada/debian:12\nada/a-very-long-name")
                .contains("@sha256:cdcd");
    }

    @Test
    void eachKindOfRefusalHasItsExitCodeAndOneLine() {
        refused(Status.Code.NOT_FOUND, 3);
        refused(Status.Code.PERMISSION_DENIED, 4);
        refused(Status.Code.UNAUTHENTICATED, 4);
        refused(Status.Code.INVALID_ARGUMENT, 2);
        refused(Status.Code.FAILED_PRECONDITION, 1);
        refused(Status.Code.UNAVAILABLE, 1);
        refused(Status.Code.UNIMPLEMENTED, 1);
    }

    private void refused(Status.Code code, int expected) {
        daemon.refuse(code, "Tried to list images but failed because of a test");
        Result result = vmr.run("images");
        assertThat(result.code()).as(code.name()).isEqualTo(expected);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("error: Tried to list images").hasLineCount(1);
    }

    @Test
    void aDaemonThatDoesNotRunIsFive() {
        Result result = vmr.run("--host", "unix://" + folder.resolve("none.sock"), "images");

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err())
                .contains("none.sock")
                .contains("there is no such socket")
                .contains("Start vm-registry-daemon");
    }

    @Test
    void wrongUsageIsTwo() {
        assertThat(vmr.run("images", "--nonsense").code()).isEqualTo(2);
        assertThat(vmr.run("imagse").err()).contains("images");
        assertThat(vmr.run().code()).isEqualTo(2);
        assertThat(vmr.run("--host", "http://x", "images").code()).isEqualTo(2);
        assertThat(vmr.run("--host", "ssh://root@host", "images").code()).isEqualTo(2);
        assertThat(vmr.run("stop", "web", "--timeout", "30").code()).isEqualTo(2);
        assertThat(vmr.run("run", "ada/debian", "-p", "80").code()).isEqualTo(2);
        assertThat(vmr.run("import", "VMFile", "-t", "no tag").code()).isEqualTo(2);
    }

    @Test
    void helpAndVersionNeedNoDaemon() {
        assertThat(vmr.run("--help").out()).contains("Exit codes:").contains("compose");
        assertThat(vmr.run("run", "--help").out()).contains("--memory");
        assertThat(vmr.run("version").out()).matches("vmr \\d.*\\n");
        assertThat(vmr.run("--version").out()).matches("vmr \\d.*\\n");
        assertThat(vmr.run("completion", "bash").out()).contains("complete -F _complete_vmr");
        assertThat(vmr.run("completion", "fish").out())
                .contains("complete -c vmr")
                .contains("-l 'no-trunc'");
    }

    @Test
    void aLoginIsKeptUntilLogout() throws IOException {
        vmr.input = "hunter2\n";
        assertThat(vmr.run("whoami").code()).isEqualTo(4);

        Result login = vmr.run("login", "-u", "ada", "--password-stdin");

        assertThat(login.code()).isZero();
        assertThat(daemon.last(LoginRequest.class).getPassword()).isEqualTo("hunter2");
        assertThat(login.out() + login.err()).doesNotContain("hunter2").doesNotContain("access-1");
        assertThat(vmr.run("whoami").out()).isEqualTo("ada\n");
        assertThat(Files.getPosixFilePermissions(folder.resolve("config/credentials.json")))
                .hasSize(2);
        assertThat(vmr.run("logout").code()).isZero();
        assertThat(daemon.last(LogoutRequest.class).getRefreshToken()).isEqualTo("refresh-1");
        assertThat(vmr.run("whoami").code()).isEqualTo(4);
    }

    @Test
    void aLoginWithoutAPasswordSaysHow() {
        Result result = vmr.run("login", "-u", "ada");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--password-stdin");
    }

    @Test
    void aPullAfterTheDaemonForgotTheSessionGivesItOursOnce() {
        vmr.input = "hunter2\n";
        vmr.run("login", "-u", "ada", "--password-stdin");
        daemon.loggedIn = false;

        Result pulled = vmr.run("pull", "ada/debian:12");

        assertThat(pulled.code()).isZero();
        assertThat(pulled.out()).isEqualTo("sha256:" + "ef".repeat(32) + "\n");
        assertThat(daemon.last(LoginRequest.class).getRefreshToken()).isEqualTo("refresh-1");
        assertThat(daemon.last(PullImageRequest.class).getAccessToken()).isEmpty();
    }

    @Test
    void aPullWithoutASessionIsDenied() {
        daemon.loggedIn = false;

        Result pulled = vmr.run("pull", "ada/debian:12");

        assertThat(pulled.code()).isEqualTo(4);
        assertThat(pulled.err()).contains("the session ended").contains("vmr login");
    }

    @Test
    void progressIsOneLineAStepWhereNobodyWatches() {
        assertThat(vmr.run("pull", "ada/debian:12").err()).isEqualTo("""
                        sha256:abababababab: transferring 2.0 KiB, 1.0 KiB were there
                        sha256:abababababab: done 2.0 KiB, 1.0 KiB were there
                        Pulled ada/debian:12, 1.0 KiB moved.
                        """);
        assertThat(vmr.run("-q", "pull", "ada/debian:12").err()).isEmpty();
    }

    @Test
    void severalAreAllTriedAndTheFirstFailureCounts() {
        Result removed = vmr.run("rmi", "none", "ada/debian:12");

        assertThat(removed.code()).isEqualTo(3);
        assertThat(removed.out()).isEqualTo("untagged ada/debian:12\n");
        assertThat(removed.err()).contains("there is no image none");
    }

    @Test
    void importStreamsTheDiskInChunksAndPrintsTheDigest() throws Exception {
        byte[] disk = disk(3 * (1 << 20) + 512);
        Result imported = importing("raw", disk);

        assertThat(imported.code()).as(imported.err()).isZero();
        assertThat(imported.out()).isEqualTo("sha256:" + "12".repeat(32) + "\n");
        assertThat(imported.err()).contains("Imported ada/debian:latest");
        assertThat(daemon.importedDigest).isEqualTo(sha256(disk));
        assertThat(daemon.largestChunk).hasValue(1 << 20);
        ImportImageMetadata metadata = daemon.last(ImportImageMetadata.class);
        assertThat(metadata.getDiskSize()).isEqualTo(disk.length);
        assertThat(metadata.getTagsList()).containsExactly("latest");
        assertThat(metadata.getVmfile()).contains("name: ada/debian");
    }

    @Test
    void aDiskThatIsNotWhatTheVmFileSaysIsAnInvalidFile() throws IOException {
        Result wrong = importing("qcow2", disk(512));
        assertThat(wrong.code()).isEqualTo(6);
        assertThat(wrong.err()).startsWith("VMFile:5:14: error: ").contains("diskFormat says qcow2");

        byte[] qcow = new byte[1024];
        ByteBuffer.wrap(qcow).putInt(0, 0x514649fb).putInt(4, 3);
        assertThat(importing("raw", qcow).err()).contains("its header is qcow2's, but diskFormat says raw");

        ByteBuffer.wrap(qcow)
                .putInt(20, 16)
                .putInt(36, 1)
                .putLong(40, 65536)
                .putLong(48, 131072)
                .putInt(56, 1);
        Result cut = importing("qcow2", qcow);
        assertThat(cut.code()).isEqualTo(6);
        assertThat(cut.err()).contains("it was cut short");
    }

    @Test
    void aMissingDiskIsAnInvalidFileAndAMissingVmFileIsNotFound() throws IOException {
        Files.writeString(folder.resolve("VMFile"), VMFILE.formatted("raw"));
        Result missing = vmr.run("import", "VMFile");
        assertThat(missing.code()).isEqualTo(6);
        assertThat(missing.err()).contains("VMFile:5:14: error: there is no disk");

        assertThat(vmr.run("import", "nothing").code()).isEqualTo(3);
    }

    @Test
    void anInterruptedImportIsCancelledAtTheDaemon() throws Exception {
        daemon.stallImport = true;
        Files.writeString(folder.resolve("VMFile"), VMFILE.formatted("raw"));
        Files.write(folder.resolve("disk.raw"), disk(32 << 20));
        AtomicReference<Result> result = new AtomicReference<>();
        Thread importer = Thread.ofPlatform().start(() -> result.set(vmr.run("import", "VMFile")));
        daemon.importBegun.await();

        importer.interrupt();
        importer.join();

        daemon.importCancelled.await();
        assertThat(result.get().code()).isEqualTo(130);
    }

    @Test
    void aRefusedImportTellsWhatTheDaemonSaid() throws IOException {
        daemon.refuse(Status.Code.RESOURCE_EXHAUSTED, "the disk of the store is full");
        Result refused = importing("raw", disk(512));

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("error: the disk of the store is full.");

        daemon.refuse(Status.Code.INVALID_ARGUMENT, "the disk is no disk");
        Result invalid = importing("raw", disk(512));
        assertThat(invalid.code()).isEqualTo(6);
        assertThat(invalid.err()).contains("VMFile:5:14: error: the disk is no disk");
    }

    @Test
    void validatesFilesForPeopleAndPrograms() throws IOException {
        Files.writeString(folder.resolve("VMFile"), VMFILE.formatted("tape"));
        Files.writeString(folder.resolve("good.VMCompose"), COMPOSE);

        Result people = vmr.run("validate", "VMFile", "good.VMCompose");
        assertThat(people.code()).isEqualTo(6);
        assertThat(people.err()).startsWith("VMFile:6:15: error[VMF").contains("good.VMCompose: valid");

        Result programs = vmr.run("validate", "VMFile", "-o", "json");
        assertThat(programs.code()).isEqualTo(6);
        assertThat(programs.out()).isEqualTo(golden("validate.json"));

        assertThat(vmr.run("compose", "validate").code()).isZero();
        assertThat(vmr.run("compose", "config").out()).contains("name: demo").contains("mode: isolated");
        assertThat(vmr.run("compose", "config", "-o", "json").out())
                .contains("\"valid\": true")
                .contains("\"config\"");
        assertThat(daemon.requests).isEmpty();
    }

    @Test
    void initWritesFilesThatAreValid() {
        assertThat(vmr.run("init").code()).isZero();
        assertThat(vmr.run("init", "--compose").code()).isZero();
        assertThat(vmr.run("init").code()).isEqualTo(1);
        Result valid = vmr.run("validate", "VMFile", "VMCompose");
        assertThat(valid.code()).as(valid.err()).isZero();
    }

    @Test
    void composeUpSendsTheDocumentAndListsTheServices() throws IOException {
        Files.writeString(folder.resolve("VMCompose"), COMPOSE);

        Result up = vmr.run("compose", "up", "--profile", "full", "--wait", "db");

        assertThat(up.code()).as(up.err()).isZero();
        assertThat(up.err()).contains("create service db: done");
        assertThat(up.out()).isEqualTo("""
                        PROJECT   SERVICE   MACHINE   STATUS    HEALTH   ADDRESSES       IMAGE
                        demo      db        demo-db   running            192.168.70.10
                        """);
        ComposeUpRequest sent = daemon.last(ComposeUpRequest.class);
        assertThat(sent.getProject()).isEqualTo("demo");
        assertThat(sent.getProfilesList()).containsExactly("full");
        assertThat(sent.getServicesList()).containsExactly("db");
        assertThat(sent.getWait()).isTrue();
    }

    @Test
    void composeUpTellsTheContextsRegistry() throws IOException {
        Files.writeString(folder.resolve("VMCompose"), COMPOSE);
        vmr.run("context", "create", "lab", "--registry-url", "http://r:1", "--use");

        assertThat(vmr.run("compose", "up").code()).isZero();

        assertThat(daemon.last(ComposeUpRequest.class).getRegistryUrl()).isEqualTo("http://r:1");
    }

    @Test
    void findingsOfTheDaemonAreShownWithTheirPlace() throws IOException {
        Files.writeString(folder.resolve("VMCompose"), COMPOSE);
        daemon.refuseWithDiagnostic();

        Result up = vmr.run("compose", "up");

        assertThat(up.code()).isEqualTo(6);
        assertThat(up.err()).contains("VMCompose:3:5: error[VMC014]: an address outside its subnet");
    }

    @Test
    void filesThatTheComposeFileNamesTravelInside() throws IOException {
        Files.writeString(folder.resolve("user.yaml"), "#cloud-config\nhostname: inlined\n");
        Files.writeString(folder.resolve("VMCompose"), COMPOSE + "    cloudInit: {userDataFile: ./user.yaml}\n");

        assertThat(vmr.run("compose", "up").code()).isZero();
        assertThat(daemon.last(ComposeUpRequest.class).getCompose())
                .contains("hostname: inlined")
                .doesNotContain("userDataFile");
    }

    @Test
    void variablesComeFromTheEnvironmentAndTheFileBesideTheDocument() throws IOException {
        Files.writeString(folder.resolve("VMCompose"), COMPOSE.replace("ada/debian:12", "${IMAGE}:${VERSION:-13}"));
        Files.writeString(folder.resolve(".env"), "IMAGE=ada/other\nVERSION=14\n");
        vmr.variables.put("VERSION", "15");

        assertThat(vmr.run("compose", "up").code()).isZero();
        assertThat(daemon.last(ComposeUpRequest.class).getCompose()).contains("ada/other:15");

        Files.delete(folder.resolve(".env"));
        Result unset = vmr.run("compose", "validate");
        assertThat(unset.code()).isEqualTo(6);
        assertThat(unset.err()).contains("error[VMI001]");
    }

    @Test
    void aFolderWithoutAComposeFileSaysSo() {
        Result up = vmr.run("compose", "up");

        assertThat(up.code()).isEqualTo(3);
        assertThat(up.err()).contains("Name one with -f");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1025", "two"})
    void runRefusesACountOfProcessorsThatNoMachineHas(String count) {
        Result refused = vmr.run("run", "ada/debian:12", "--cpus", count);

        assertThat(refused.code()).as(refused.err()).isEqualTo(2);
        assertThat(refused.err()).contains("--cpus");
    }

    @Test
    void runSaysWhichFileItCannotRead() {
        Result refused = vmr.run("run", "ada/debian:12", "--user-data", folder.toString());

        assertThat(refused.code()).as(refused.err()).isEqualTo(1);
        assertThat(refused.err()).contains("Tried to read " + folder + " but failed because");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "doctor",
                "prune",
                "suspend web",
                "resume web",
                "console web",
                "ssh web",
                "cp a b",
                "exec web ls",
                "stats",
                "events",
                "snapshot ls",
                "volume ls",
                "network activate default",
                "provision web",
                "compose restart",
                "compose logs -p lab"
            })
    void aCommandOfALaterVersionSaysWhatToUseInstead(String line) {
        Result refused = vmr.run(line.split(" "));

        assertThat(refused.code()).as(refused.err()).isEqualTo(2);
        assertThat(refused.err()).contains("is not part of this version. ").hasLineCount(1);
    }

    @Test
    void aCommandThatNoVersionHasIsUnknown() {
        Result refused = vmr.run("bogus");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("'bogus'").contains("Run \"vmr --help\".");
    }

    @Test
    void runSendsWhatWasAskedFor() throws IOException {
        Files.writeString(folder.resolve("key.pub"), "ssh-ed25519 AAAA ada\n");
        Files.writeString(folder.resolve("user.yaml"), "#cloud-config\n");

        Result made = vmr.run(
                "run",
                "ada/debian:12",
                "--vm-name",
                "web",
                "--memory",
                "2GiB",
                "--cpus",
                "2",
                "--disk-size",
                "20G",
                "--network",
                "lan",
                "--ip",
                "10.0.0.2",
                "--ssh-key",
                "key.pub",
                "--user-data",
                "user.yaml",
                "-p",
                "8080:80",
                "--ephemeral",
                "--wait");

        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.out()).isEqualTo("web\n");
        assertThat(made.err()).contains("warning: no KVM here").contains("web is running (simulated)");
        RunVMRequest sent = daemon.last(RunVMRequest.class);
        VMRunOptions options = sent.getOptions();
        assertThat(options.getMemoryMb()).isEqualTo(2048);
        assertThat(options.getVcpuCount()).isEqualTo(2);
        assertThat(options.getDiskSize()).isEqualTo(20L << 30);
        assertThat(options.getSshAuthorizedKeysList()).containsExactly("ssh-ed25519 AAAA ada");
        assertThat(options.getCloudInit().getUserData()).isEqualTo("#cloud-config\n");
        assertThat(options.getPorts(0).getHostPort()).isEqualTo(8080);
        assertThat(options.getEphemeral()).isTrue();
    }

    @Test
    void aPrivateKeyIsNotSent() throws IOException {
        Files.writeString(folder.resolve("id"), "-----BEGIN OPENSSH PRIVATE KEY-----\nx\n");

        assertThat(vmr.run("run", "ada/debian", "--ssh-key", "id").code()).isEqualTo(2);
        assertThat(daemon.requests).isEmpty();
    }

    @Test
    void stopSaysWhenTheGuestHadToBeSwitchedOff() {
        Result stopped = vmr.run("stop", "web", "--timeout", "1m30s");

        assertThat(stopped.err()).isEqualTo("web is stopped; it did not shut down in time and was switched off.\n");
        assertThat(daemon.last(StopVMRequest.class).getTimeoutSeconds()).isEqualTo(90);
    }

    @Test
    void logsArePrintedAsTheyAre() {
        assertThat(vmr.run("logs", "web").out()).isEqualTo("login: \u001b[0m\n");
    }

    @Test
    @Timeout(30)
    void logsEndWhenNobodyReadsThemAnyMore() {
        ByteArrayOutputStream head = new ByteArrayOutputStream() {
            @Override
            public void flush() throws IOException {
                if (size() > 0) {
                    throw new IOException("Broken pipe");
                }
            }
        };

        assertThat(vmr.run(head, "logs", "-f", "web").code()).isZero();
    }

    @Test
    void healthFailsWhenSomethingDoesNotAnswer() {
        Result health = vmr.run("health");

        assertThat(health.code()).isEqualTo(1);
        assertThat(health.out()).contains("registry").contains("unreachable").contains("start it");
    }

    @Test
    void contextsAreKeptAndUsed() {
        assertThat(vmr.run("context", "current").out()).isEqualTo("default\n");
        assertThat(vmr.run("context", "create", "lab", "--host", "unix:///tmp/none.sock", "--use")
                        .code())
                .isZero();
        assertThat(vmr.run("context", "ls").out()).isEqualTo("""
                        CURRENT   NAME      HOST                    REGISTRY   AUTH
                                  default
                        *         lab       unix:///tmp/none.sock
                        """);
        assertThat(vmr.run("images").code()).isEqualTo(5);
        assertThat(vmr.run("--context", "default", "images").code()).isZero();
        assertThat(vmr.run("context", "update", "lab", "--registry-url", "http://r:1")
                        .code())
                .isZero();
        assertThat(vmr.run("context", "ls", "-o", "json").out()).contains("\"registryUrl\": \"http://r:1\"");
        assertThat(vmr.run("context", "rm", "lab").code()).isZero();
        assertThat(vmr.run("context", "use", "lab").code()).isEqualTo(3);
        assertThat(vmr.run("images").code()).isZero();
    }

    private Result importing(String format, byte[] disk) throws IOException {
        Files.writeString(folder.resolve("VMFile"), VMFILE.formatted(format));
        Files.write(folder.resolve("disk.raw"), disk);
        return vmr.run("import", "VMFile");
    }

    private static byte[] disk(int length) {
        byte[] disk = new byte[length];
        new Random(length).nextBytes(disk);
        Arrays.fill(disk, 0, 4, (byte) 0);
        return disk;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = CommandsTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
