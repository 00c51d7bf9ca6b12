package io.vmregistry.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vmregistry.auth.account.Username;
import io.vmregistry.auth.administration.AccountAdministration;
import io.vmregistry.auth.administration.Administrator;
import io.vmregistry.auth.api.PostgresResource;
import io.vmregistry.auth.audit.AuditAction;
import io.vmregistry.auth.audit.AuditLog;
import io.vmregistry.auth.audit.AuditQuery;
import io.vmregistry.auth.database.HeldRows;
import io.vmregistry.auth.database.Transactions;
import io.vmregistry.auth.token.Sessions.Outcome;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Refresh tokens that meet other changes on their account, and a database that fails halfway. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class SessionsTest {

    private static final Administrator HERE = new Administrator.OnThisMachine();
    private static final String PASSWORD = "correct horse";

    @Inject
    Sessions sessions;

    @Inject
    AccountAdministration administration;

    @Inject
    AuditLog audit;

    @Inject
    Transactions transactions;

    @Inject
    DataSource database;

    private Username anAccount() {
        String name = "u" + UUID.randomUUID().toString().replace("-", "");
        administration.create(HERE, name, PASSWORD, false);
        return new Username(name);
    }

    private String login(Username account) {
        return successorIn(sessions.login(account.value(), PASSWORD));
    }

    private static String successorIn(Outcome outcome) {
        return ((Outcome.Opened) outcome).session().refreshToken().value();
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    /** Whoever logs out must not miss the successor that an exchange is just recording. */
    @Test
    void endsALoginThatIsBeingRefreshed() throws Exception {
        String token = login(anAccount());

        Outcome exchanged = new HeldRows(database, transactions)
                .bringTogether(() -> sessions.refresh(token), () -> {
                    sessions.logout(token);
                    return true;
                })
                .holding();

        assertThat(exchanged).isInstanceOf(Outcome.Opened.class);
        assertThat(sessions.refresh(successorIn(exchanged))).isEqualTo(new Outcome.BadRefreshToken());
    }

    @Test
    void voidsWhatWasExchangedWhileTheAccountWasBeingDisabled() throws Exception {
        Username account = anAccount();
        String token = login(account);

        Outcome exchanged = new HeldRows(database, transactions)
                .bringTogether(() -> sessions.refresh(token), () -> administration.disable(HERE, account))
                .holding();

        assertThat(exchanged).isInstanceOf(Outcome.Opened.class);
        String successor = ((Outcome.Opened) exchanged).session().refreshToken().value();
        assertThat(sessions.refresh(successor)).isEqualTo(new Outcome.BadRefreshToken());
    }

    /** A thief's second try must not find the login ended without anybody having been told. */
    @Test
    void endsALoginAndSaysSoInTheAuditLogOrDoesNeither() throws Exception {
        Username account = anAccount();
        String stolen = login(account);
        String successor = successorIn(sessions.refresh(stolen));
        sql("""
                create function refuse() returns trigger language plpgsql as
                'begin raise exception ''no more entries''; end'""");
        sql("create trigger refuse before insert on audit_log for each row execute function refuse()");
        try {
            assertThatException()
                    .isThrownBy(() -> sessions.refresh(stolen))
                    .withStackTraceContaining("no more entries");
        } finally {
            sql("drop trigger refuse on audit_log");
            sql("drop function refuse");
        }

        String next = successorIn(sessions.refresh(successor));
        assertThat(sessions.refresh(stolen)).isEqualTo(new Outcome.Reused());
        assertThat(sessions.refresh(next)).isEqualTo(new Outcome.BadRefreshToken());
        AuditQuery aboutReuse = new AuditQuery(
                Optional.empty(),
                Optional.of(account.value()),
                Optional.of(AuditAction.REFRESH_REUSED),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                10);
        assertThat(audit.find(aboutReuse)).hasSize(1);
    }
}
