package io.vmregistry.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.cli.command.CommandHarness.Result;
import io.vmregistry.proto.v1.LoginRequest;
import io.vmregistry.proto.v1.LogoutRequest;
import io.vmregistry.proto.v1.PullImageRequest;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Logging in and out, and what a session is used for. */
class SessionCommandsTest extends FakeDaemonFixture {

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
}
