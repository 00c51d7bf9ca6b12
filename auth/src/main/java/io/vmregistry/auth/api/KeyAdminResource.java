package io.vmregistry.auth.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vmregistry.auth.AuthConfig;
import io.vmregistry.auth.account.Account;
import io.vmregistry.auth.account.Accounts;
import io.vmregistry.auth.audit.AuditAction;
import io.vmregistry.auth.audit.AuditEvent;
import io.vmregistry.auth.audit.AuditLog;
import io.vmregistry.auth.key.KeyDirectory;
import io.vmregistry.auth.key.KeyDirectory.Retirement;
import io.vmregistry.auth.key.KeyRing;
import io.vmregistry.auth.token.AccessTokenVerifier;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The signing keys, for administrators; the subcommand {@code key} does the same. */
@Path("/v1/admin/keys")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class KeyAdminResource {

    private static final Logger LOG = Logger.getLogger(KeyAdminResource.class);
    private static final String SCHEME = "Bearer ";
    private static final long DEFAULT_ANNOUNCEMENT_SECONDS = 600;
    private static final long MAX_ANNOUNCEMENT_SECONDS = Duration.ofDays(90).toSeconds();

    private final KeyDirectory keys;
    private final AccessTokenVerifier verifier;
    private final Accounts accounts;
    private final AuditLog audit;
    private final AuthConfig config;
    private final Clock clock;

    KeyAdminResource(
            KeyDirectory keys,
            AccessTokenVerifier verifier,
            Accounts accounts,
            AuditLog audit,
            AuthConfig config,
            Clock clock) {
        this.keys = keys;
        this.verifier = verifier;
        this.accounts = accounts;
        this.audit = audit;
        this.config = config;
        this.clock = clock;
    }

    /** One key: {@code state} is {@code current}, {@code next} or {@code retiring}. */
    @JsonNaming(SnakeCaseStrategy.class)
    record KeyBody(String kid, String state, Instant publishedAt, Instant usedFrom, int bits) {}

    record KeysBody(List<KeyBody> keys) {}

    /** {@code {"use_after_seconds":600}}: when the new key begins to sign. */
    @JsonNaming(SnakeCaseStrategy.class)
    record RotateBody(@Nullable Long useAfterSeconds) {}

    @GET
    public KeysBody list(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        requireAdministrator(authorization);
        return published();
    }

    @POST
    @Path("/rotate")
    @Consumes(MediaType.APPLICATION_JSON)
    public KeysBody rotate(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization, @Nullable RotateBody body) {
        Account admin = requireAdministrator(authorization);
        long seconds =
                body == null || body.useAfterSeconds() == null ? DEFAULT_ANNOUNCEMENT_SECONDS : body.useAfterSeconds();
        if (seconds < 0 || seconds > MAX_ANNOUNCEMENT_SECONDS) {
            throw Refusal.invalid(
                    "INVALID_REQUEST",
                    "\"use_after_seconds\" must be 0 to %d, not %d.".formatted(MAX_ANNOUNCEMENT_SECONDS, seconds));
        }
        Instant now = clock.instant();
        KeyRing.Entry entry = keys.rotate(config.keyBits(), now, now.plusSeconds(seconds));
        audit.record(AuditEvent.of(AuditAction.KEY_ROTATED)
                .by(admin.username())
                .on(entry.id())
                .saying("It signs from %s on".formatted(entry.usedFrom())));
        LOG.infof("%s rotated the signing key: %s signs from %s on", admin.username(), entry.id(), entry.usedFrom());
        return published();
    }

    @DELETE
    @Path("/{kid}")
    public KeysBody retire(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization, @PathParam("kid") String kid) {
        Account admin = requireAdministrator(authorization);
        return switch (keys.retire(kid, clock.instant())) {
            case Retirement.Retired(KeyRing.Entry entry) -> {
                audit.record(AuditEvent.of(AuditAction.KEY_RETIRED)
                        .by(admin.username())
                        .on(entry.id()));
                LOG.infof("%s retired the signing key %s", admin.username(), entry.id());
                yield published();
            }
            case Retirement.Unknown() ->
                throw Refusal.of(Status.NOT_FOUND, "KEY_UNKNOWN", "There is no key of this name.");
            case Retirement.IsCurrent() ->
                throw Refusal.of(
                        Status.CONFLICT,
                        "KEY_IN_USE",
                        "This key signs. Rotate with \"use_after_seconds\": 0 first, then retire it.");
        };
    }

    private KeysBody published() {
        Instant now = clock.instant();
        KeyRing ring = keys.read();
        return new KeysBody(ring.published(now, keys.tokenLife()).stream()
                .map(entry -> new KeyBody(
                        entry.id(),
                        ring.state(entry, now, keys.tokenLife()).name().toLowerCase(Locale.ROOT),
                        entry.publishedAt(),
                        entry.usedFrom(),
                        entry.certificate().publicKey().getModulus().bitLength()))
                .toList());
    }

    private Account requireAdministrator(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw Refusal.unauthorized("This route needs an administrator's access token: Authorization: Bearer …");
        }
        Account account = verifier.verify(
                        authorization.substring(SCHEME.length()).strip())
                .flatMap(accounts::find)
                .filter(Account::enabled)
                .orElseThrow(() -> Refusal.unauthorized("The access token does not count (any more). Log in again."));
        if (!account.admin()) {
            throw Refusal.of(Status.FORBIDDEN, "FORBIDDEN", "Only administrators may do this.");
        }
        return account;
    }
}
