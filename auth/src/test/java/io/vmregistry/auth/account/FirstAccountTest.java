package io.vmregistry.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vmregistry.auth.account.FirstAccount.Outcome;
import io.vmregistry.auth.account.FirstAccount.Request;
import io.vmregistry.auth.administration.AccountAdministration;
import io.vmregistry.auth.administration.Administrator;
import io.vmregistry.auth.api.PostgresResource;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a record that has accounts already; the server of the test was started on an empty one. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class FirstAccountTest {

    private final Username name =
            new Username("f" + UUID.randomUUID().toString().replace("-", ""));

    @Inject
    Accounts accounts;

    @Inject
    Registration registration;

    @Inject
    Authenticator authenticator;

    @Inject
    AccountAdministration administration;

    private FirstAccount first;

    @BeforeEach
    void prepare() {
        first = new FirstAccount(accounts, registration, new SecureRandom());
    }

    /** Other tests ask for the last administrator. */
    @AfterEach
    void delete() {
        administration.delete(new Administrator.OnThisMachine(), name);
    }

    private Outcome ensure(Optional<Username> username, Optional<Password> password) {
        return first.ensure(new Request(username, password));
    }

    @Test
    void makesTheOneThatIsAskedForWithAPasswordThatNobodyKnewBefore() {
        Outcome outcome = ensure(Optional.of(name), Optional.empty());

        assertThat(outcome).isInstanceOf(Outcome.CreatedWithGeneratedPassword.class);
        Password generated = ((Outcome.CreatedWithGeneratedPassword) outcome).password();
        assertThat(generated.value()).hasSize(24);
        assertThat(authenticator.authenticate(name.value(), generated.value()))
                .hasValueSatisfying(account -> assertThat(account.admin()).isTrue());
    }

    @Test
    void makesItWithThePasswordThatIsGiven() {
        assertThat(ensure(Optional.of(name), Optional.of(new Password("correct horse"))))
                .isEqualTo(new Outcome.Created(name));

        assertThat(authenticator.authenticate(name.value(), "correct horse")).isPresent();
    }

    @Test
    void leavesOneThatIsThereAlone() {
        ensure(Optional.of(name), Optional.of(new Password("correct horse")));

        assertThat(ensure(Optional.of(name), Optional.of(new Password("another horse"))))
                .isEqualTo(new Outcome.Present());
        assertThat(ensure(Optional.empty(), Optional.empty())).isEqualTo(new Outcome.Present());

        assertThat(authenticator.authenticate(name.value(), "correct horse")).isPresent();
    }

    @Test
    void doesNotBringBackOneThatWasDeleted() {
        ensure(Optional.of(name), Optional.empty());
        administration.delete(new Administrator.OnThisMachine(), name);

        assertThat(ensure(Optional.of(name), Optional.empty())).isEqualTo(new Outcome.Deleted(name));
        assertThat(accounts.find(name)).isEmpty();
    }
}
