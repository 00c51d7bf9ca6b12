package io.vmregistry.auth.administration;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vmregistry.auth.account.Username;
import io.vmregistry.auth.administration.AccountAdministration.Outcome;
import io.vmregistry.auth.api.PostgresResource;
import io.vmregistry.auth.database.HeldRows;
import io.vmregistry.auth.database.HeldRows.Results;
import io.vmregistry.auth.database.Transactions;
import jakarta.inject.Inject;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Administrators who get in each other's way. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class AccountAdministrationTest {

    private static final Administrator HERE = new Administrator.OnThisMachine();
    private static final Username FIRST = new Username("admin");

    @Inject
    AccountAdministration administration;

    @Inject
    Transactions transactions;

    @Inject
    DataSource database;

    private Username anAdministrator() {
        String name = "adm" + UUID.randomUUID().toString().replace("-", "");
        administration.create(HERE, name, "correct horse", true);
        return new Username(name);
    }

    @Test
    void keepsOneOfTwoWhoAreUnmadeAtTheSameTime() throws Exception {
        Username other = anAdministrator();
        try {
            Results<Outcome, Outcome> outcomes = new HeldRows(database, transactions)
                    .bringTogether(
                            () -> administration.revokeAdmin(HERE, FIRST),
                            () -> administration.revokeAdmin(HERE, other));

            assertThat(outcomes.holding()).isInstanceOf(Outcome.Done.class);
            assertThat(outcomes.waiting()).isEqualTo(new Outcome.LastAdministrator());
        } finally {
            administration.grantAdmin(HERE, FIRST);
            administration.revokeAdmin(HERE, other);
        }
    }
}
