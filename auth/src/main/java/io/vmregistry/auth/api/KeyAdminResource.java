package io.vmregistry.auth.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vmregistry.auth.AuthConfig;
import io.vmregistry.auth.administration.Administrator;
import io.vmregistry.auth.audit.AuditAction;
import io.vmregistry.auth.audit.AuditLog;
import io.vmregistry.auth.key.KeyDirectory;
import io.vmregistry.auth.key.KeyDirectory.Retirement;
import io.vmregistry.auth.key.KeyRing;
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
    private static final long DEFAULT_ANNOUNCEMENT_SECONDS = 600;
    private static final long MAX_ANNOUNCEMENT_SECONDS = Duration.ofDays(90).toSeconds();

    private final KeyDirectory keys;
    private final Callers callers;
    private final AuditLog audit;
    private final AuthConfig config;
    private final Clock clock;

    KeyAdminResource(KeyDirectory keys, Callers callers, AuditLog audit, AuthConfig config, Clock clock) {
        this.keys = keys;
        this.callers = callers;
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
        callers.administrator(authorization);
        return published();
    }

    @POST
    @Path("/rotate")
    @Consumes(MediaType.APPLICATION_JSON)
    public KeysBody rotate(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization, @Nullable RotateBody body) {
        Administrator administrator = callers.administrator(authorization);
        long seconds =
                body == null || body.useAfterSeconds() == null ? DEFAULT_ANNOUNCEMENT_SECONDS : body.useAfterSeconds();
        if (seconds < 0 || seconds > MAX_ANNOUNCEMENT_SECONDS) {
            throw Refusal.invalid(
                    "INVALID_REQUEST",
                    "\"use_after_seconds\" must be 0 to %d, not %d.".formatted(MAX_ANNOUNCEMENT_SECONDS, seconds));
        }
        Instant now = clock.instant();
        KeyRing.Entry entry = keys.rotate(config.keyBits(), now, now.plusSeconds(seconds));
        audit.record(administrator
                .did(AuditAction.KEY_ROTATED)
                .on(entry.id())
                .saying("It signs from %s on".formatted(entry.usedFrom())));
        LOG.infof("The signing keys were rotated: %s signs from %s on", entry.id(), entry.usedFrom());
        return published();
    }

    @DELETE
    @Path("/{kid}")
    public KeysBody retire(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization, @PathParam("kid") String kid) {
        Administrator administrator = callers.administrator(authorization);
        return switch (keys.retire(kid, clock.instant())) {
            case Retirement.Retired(KeyRing.Entry entry) -> {
                audit.record(administrator.did(AuditAction.KEY_RETIRED).on(entry.id()));
                LOG.infof("The signing key %s was retired", entry.id());
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
}
