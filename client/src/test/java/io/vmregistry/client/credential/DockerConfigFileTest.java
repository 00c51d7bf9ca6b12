package io.vmregistry.client.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.client.ClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerConfigFileTest {

    @TempDir
    Path home;

    @Test
    void readsAPasswordThatWasEncoded() throws IOException {
        write("{\"auths\":{\"Registry.example.com:5000\":{}, \"registry.example.com\":{\"auth\":\"YWRhOnM6Yw==\"}}}");

        assertThat(find("registry.example.com"))
                .contains(new RegistryLogin.WithPassword("registry.example.com", "ada", Secret.of("s:c")));
    }

    @Test
    void readsAnIdentityTokenBeforeAPassword() throws IOException {
        write("{\"auths\":{\"r.example.com\":{\"auth\":\"YWRhOnM=\",\"identitytoken\":\"i1\"}}}");

        assertThat(find("r.example.com"))
                .contains(new RegistryLogin.WithIdentityToken("r.example.com", Secret.of("i1")));
    }

    @Test
    void knowsTheNameThatDockersOwnRegistryHasInTheFile() throws IOException {
        write("{\"auths\":{\"https://index.docker.io/v1/\":{\"username\":\"ada\",\"password\":\"s\"}}}");

        assertThat(find("docker.io")).contains(new RegistryLogin.WithPassword("docker.io", "ada", Secret.of("s")));
    }

    @Test
    void findsNothingForAnotherPortOrHost() throws IOException {
        write("{\"auths\":{\"r.example.com:5000\":{\"auth\":\"YWRhOnM=\"}}}");

        assertThat(find("r.example.com")).isEmpty();
        assertThat(find("r.example.com:5001")).isEmpty();
        assertThat(find("evil-r.example.com:5000")).isEmpty();
    }

    @Test
    void findsNothingWithoutAFile() {
        assertThat(find("r.example.com")).isEmpty();
    }

    @Test
    void asksTheHelperOfTheHostBeforeTheOneForAll() throws IOException {
        Path programs = helper("of-host", "{\"ServerURL\":\"x\",\"Username\":\"<token>\",\"Secret\":\"i1\"}", 0);
        helper("for-all", "{\"Username\":\"ada\",\"Secret\":\"s\"}", 0);
        write("{\"credsStore\":\"for-all\",\"credHelpers\":{\"r.example.com\":\"of-host\"}}");

        // The program is looked for on the path of this process, so that the test names it by its place.
        SecretKeeper helpers = (name, registry) -> run(programs.resolve("docker-credential-" + name), registry);
        DockerConfigFile file = new DockerConfigFile(home.resolve(".docker/config.json"), helpers);

        assertThat(file.find("r.example.com"))
                .contains(new RegistryLogin.WithIdentityToken("r.example.com", Secret.of("i1")));
        assertThat(file.find("s.example.com"))
                .contains(new RegistryLogin.WithPassword("s.example.com", "ada", Secret.of("s")));
    }

    @Test
    void saysWhichHelperIsMissing() throws IOException {
        write("{\"credsStore\":\"that-nobody-has\"}");

        assertThatThrownBy(() -> find("r.example.com"))
                .isInstanceOf(ClientException.ConfigurationFault.class)
                .hasMessageContaining("docker-credential-that-nobody-has");
    }

    @Test
    void runsNothingThatIsNoHelpersName() throws IOException {
        write("{\"credsStore\":\"../../bin/sh\"}");

        assertThatThrownBy(() -> find("r.example.com"))
                .isInstanceOf(ClientException.ConfigurationFault.class)
                .hasMessageContaining("no program's name");
    }

    @Test
    void quotesNothingOfADamagedFile() throws IOException {
        write("{\"auths\":{\"r.example.com\":{\"auth\":\"top-secret\"");

        assertThatThrownBy(() -> find("r.example.com"))
                .isInstanceOf(ClientException.ConfigurationFault.class)
                .hasMessageNotContaining("top-secret")
                .hasNoCause();
    }

    private Optional<RegistryLogin> find(String host) {
        return DockerConfigFile.from(Map.of(), home).find(host);
    }

    private void write(String json) throws IOException {
        Files.writeString(Files.createDirectories(home.resolve(".docker")).resolve("config.json"), json);
    }

    private Path helper(String name, String answer, int status) throws IOException {
        Path folder = Files.createDirectories(home.resolve("programs"));
        Path program = folder.resolve("docker-credential-" + name);
        Files.writeString(program, "#!/bin/sh\ncat >/dev/null\necho '" + answer + "'\nexit " + status + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return folder;
    }

    private static Optional<SecretKeeper.Kept> run(Path program, String registry) {
        return KeeperProgram.ask(program.toString(), registry, Map.of());
    }
}
