package io.vmregistry.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.cli.command.CommandHarness.Result;
import io.vmregistry.proto.v1.ComposeUpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** VMFiles and VMCompose files: checked here, sent whole, and what the daemon finds in them. */
class DocumentCommandsTest extends FakeDaemonFixture {

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

    private static String golden(String name) throws IOException {
        try (InputStream in = CommandsTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
