package io.vmregistry.auth.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vmregistry.auth.account.Username;
import io.vmregistry.auth.audit.AuditAction;
import io.vmregistry.auth.audit.AuditEntry;
import io.vmregistry.auth.audit.AuditEvent;
import io.vmregistry.auth.audit.AuditLog;
import io.vmregistry.auth.audit.AuditQuery;
import io.vmregistry.auth.database.Transactions;
import io.vmregistry.auth.origin.Origin;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The audit log on PostgreSQL. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
class AuditLogTest {

    @Inject
    AuditLog log;

    @Inject
    Transactions transactions;

    @Inject
    DataSource database;

    private static AuditQuery about(String subject, Optional<Long> before, int limit) {
        return new AuditQuery(
                Optional.empty(),
                Optional.of(subject),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                before,
                limit);
    }

    private static String something() {
        return "key-" + UUID.randomUUID();
    }

    @Test
    void tellsWhoDidWhatWhenAndFromWhere() {
        String subject = something();
        Instant before = Instant.now();
        AuditEvent event = AuditEvent.of(AuditAction.KEY_ROTATED)
                .by(new Username("alice"))
                .on(subject)
                .saying("by hand");
        log.record(event);

        AuditEntry entry = log.find(about(subject, Optional.empty(), 10)).getFirst();
        assertThat(entry.event()).isEqualTo(event);
        assertThat(entry.origin()).isEqualTo(Origin.SERVER);
        assertThat(entry.at()).isBetween(before.minusMillis(1), Instant.now());
        assertThat(log.find(AuditQuery.latest(100))).contains(entry);
    }

    @Test
    void pagesFromTheLatestBackwards() {
        String subject = something();
        for (int i = 0; i < 5; i++) {
            log.record(AuditEvent.of(AuditAction.RULE_ADDED).on(subject).saying("number " + i));
        }
        List<AuditEntry> first = log.find(about(subject, Optional.empty(), 2));
        List<AuditEntry> rest =
                log.find(about(subject, Optional.of(first.getLast().id()), 10));

        assertThat(first).extracting(it -> it.event().detail()).containsExactly("number 4", "number 3");
        assertThat(rest).extracting(it -> it.event().detail()).containsExactly("number 2", "number 1", "number 0");
    }

    @Test
    void narrowsByEveryField() {
        String subject = something();
        log.record(AuditEvent.of(AuditAction.RULE_ADDED).by(new Username("bob")).on(subject));
        log.record(AuditEvent.of(AuditAction.RULE_REMOVED)
                .by(new Username("carol"))
                .on(subject));
        Instant later = Instant.now().plusSeconds(60);

        assertThat(log.find(new AuditQuery(
                        Optional.of("bob"),
                        Optional.of(subject),
                        Optional.of(AuditAction.RULE_ADDED),
                        Optional.of(Instant.EPOCH),
                        Optional.of(later),
                        Optional.of(Long.MAX_VALUE),
                        10)))
                .hasSize(1);
        assertThat(log.find(new AuditQuery(
                        Optional.of("bob"),
                        Optional.of(subject),
                        Optional.of(AuditAction.RULE_REMOVED),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        10)))
                .isEmpty();
        assertThat(log.find(new AuditQuery(
                        Optional.empty(),
                        Optional.of(subject),
                        Optional.empty(),
                        Optional.of(later),
                        Optional.empty(),
                        Optional.empty(),
                        10)))
                .isEmpty();
        assertThat(log.find(new AuditQuery(
                        Optional.empty(),
                        Optional.of(subject),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Instant.EPOCH),
                        Optional.empty(),
                        10)))
                .isEmpty();
    }

    @Test
    void losesAnEntryWithTheWorkThatItIsPartOf() {
        String subject = something();

        assertThatThrownBy(() -> transactions.run("do something", () -> {
                    log.record(AuditEvent.of(AuditAction.ACCOUNT_DELETED).on(subject));
                    throw new IllegalStateException("the work failed");
                }))
                .hasMessage("the work failed");

        assertThat(log.find(about(subject, Optional.empty(), 10))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_log set actor = 'mallory'",
                "delete from audit_log",
                "truncate audit_log",
            })
    void cannotBeChangedBySql(String statement) throws Exception {
        log.record(AuditEvent.of(AuditAction.LOGIN_FAILED).on(something()));
        try (Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> sql.execute(statement))
                    .withMessageContaining("audit_log only grows");
        }
    }

    @Test
    void removesWhatIsTooOldAndNothingElse() throws Exception {
        String subject = something();
        log.record(AuditEvent.of(AuditAction.LOGIN_FAILED).on(subject).saying("new"));
        try (Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute(
                    "insert into audit_log (at, action, origin, detail) values ('2001-01-01', 'login.failed', '::1', '')");
        }

        assertThat(log.removeBefore(Instant.parse("2002-01-01T00:00:00Z"))).isEqualTo(1);
        assertThat(log.find(about(subject, Optional.empty(), 10))).hasSize(1);
    }

    @Test
    void keepsOneLineOfWhatAnAttackerChose() {
        String subject = something();
        log.record(AuditEvent.of(AuditAction.LOGIN_FAILED)
                .on(subject)
                .saying("a\r\nfake\0line \u202e\ud800" + "x".repeat(5000)));

        assertThat(log.find(about(subject, Optional.empty(), 1))
                        .getFirst()
                        .event()
                        .detail())
                .startsWith("a??fake?line ??x")
                .hasSizeLessThanOrEqualTo(1000);
    }
}
