package io.vmregistry.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vmregistry.auth.account.Account;
import io.vmregistry.auth.account.Accounts;
import io.vmregistry.auth.account.Username;
import io.vmregistry.auth.administration.AccountAdministration;
import io.vmregistry.auth.administration.Administrator;
import io.vmregistry.auth.api.PostgresResource;
import io.vmregistry.auth.token.RefreshTokens.Finding;
import io.vmregistry.auth.token.RefreshTokens.Kind;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a login ends by itself. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class RefreshTokensTest {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final Instant END = NOW.plus(Duration.ofDays(30));
    private static final Instant JUST_BEFORE = END.minusMillis(1);

    private final SecureRandom random = new SecureRandom();

    @Inject
    RefreshTokens tokens;

    @Inject
    Accounts accounts;

    @Inject
    AccountAdministration administration;

    private Account account;

    @BeforeEach
    void create() {
        String name = "r" + UUID.randomUUID().toString().replace("-", "");
        administration.create(new Administrator.OnThisMachine(), name, "correct horse", false);
        account = accounts.find(new Username(name)).orElseThrow();
    }

    private RefreshToken.Hash any() {
        return RefreshToken.generate(random).hash();
    }

    private RefreshToken.Hash begun(Kind kind) {
        RefreshToken.Hash token = any();
        assertThat(tokens.begin(account, token, kind, NOW, END)).isTrue();
        return token;
    }

    @Test
    void refusesATokenFromTheMomentOnThatItNames() {
        for (Kind kind : Kind.values()) {
            RefreshToken.Hash token = begun(kind);

            assertThat(tokens.inspect(token, JUST_BEFORE)).isEqualTo(new Finding.Valid(account, END));
            assertThat(tokens.inspect(token, END)).isEqualTo(new Finding.Refused());
        }
    }

    @Test
    void exchangesNoneAfterThat() {
        RefreshToken.Hash token = begun(Kind.ROTATING);

        assertThat(tokens.exchange(token, any(), END)).isEqualTo(new Finding.Refused());

        assertThat(tokens.inspect(token, JUST_BEFORE)).isEqualTo(new Finding.Valid(account, END));
    }

    /** However often it is exchanged: whoever holds a stolen one cannot keep it alive. */
    @Test
    void endsALoginWhenItsFirstTokenSaid() {
        RefreshToken.Hash first = begun(Kind.ROTATING);
        RefreshToken.Hash second = any();
        RefreshToken.Hash third = any();

        assertThat(tokens.exchange(first, second, NOW.plus(Duration.ofDays(20))))
                .isEqualTo(new Finding.Valid(account, END));
        assertThat(tokens.exchange(second, third, JUST_BEFORE)).isEqualTo(new Finding.Valid(account, END));

        assertThat(tokens.exchange(third, any(), END)).isEqualTo(new Finding.Refused());
    }
}
