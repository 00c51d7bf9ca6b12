package io.vmregistry.e2e.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.e2e.process.Account;
import io.vmregistry.e2e.process.Deployed;
import io.vmregistry.e2e.process.Vmr;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Names and passwords that are asked for at a terminal. */
class PromptIT {

    @RegisterExtension
    static final Deployed DEPLOYED = Deployed.shared();

    private final Account account = Account.random();
    private final Vmr vmr = DEPLOYED.get().newUser();

    private static void answer(Vmr.Running command, String question, String answer) throws Exception {
        command.stdout().find(Pattern.compile(Pattern.quote(question))).get(1, TimeUnit.MINUTES);
        command.type(answer);
    }

    @Test
    void theTerminalShowsTheNameAndNeverThePassword() throws Exception {
        try (Vmr.Running register = vmr.startAtTerminal("register")) {
            answer(register, "Username: ", account.name());
            answer(register, "Password: ", account.password());
            answer(register, "Again: ", account.password());
            assertThat(register.await().requireSuccess().stdout())
                    .contains("Username: " + account.name())
                    .doesNotContain(account.password());
        }
        try (Vmr.Running login = vmr.startAtTerminal("login")) {
            answer(login, "Username: ", account.name());
            answer(login, "Password: ", account.password());
            assertThat(login.await().requireSuccess().stdout())
                    .contains("Username: " + account.name(), "Logged in as " + account.name())
                    .doesNotContain(account.password());
        }
        vmr.ok("images");
    }

    @Test
    void passwordsThatDifferAreRefusedBeforeAnythingIsMade() throws Exception {
        try (Vmr.Running register = vmr.startAtTerminal("register", "--username", account.name())) {
            answer(register, "Password: ", account.password());
            answer(register, "Again: ", account.password() + "x");
            Vmr.Outcome refused = register.await();
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.stdout()).contains("The passwords differ.").doesNotContain(account.password());
        }
        account.register(vmr).requireSuccess();
    }
}
