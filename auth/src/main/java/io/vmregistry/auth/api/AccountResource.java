package io.vmregistry.auth.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vmregistry.auth.account.Account;
import io.vmregistry.auth.account.Password;
import io.vmregistry.auth.account.PasswordChange;
import io.vmregistry.auth.account.Registration;
import io.vmregistry.auth.acl.AccessRules;
import io.vmregistry.auth.token.AccessTokens;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Registration, and what somebody with an access token may see and change of the own account. */
@Path("/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AccountResource {

    private final Registration registration;
    private final PasswordChange passwordChange;
    private final AccessRules rules;
    private final Callers callers;

    AccountResource(Registration registration, PasswordChange passwordChange, AccessRules rules, Callers callers) {
        this.registration = registration;
        this.passwordChange = passwordChange;
        this.rules = rules;
        this.callers = callers;
    }

    /** The answer to a registration. */
    record RegisteredBody(String username) {}

    /** The answer to {@code GET /v1/me}. */
    @JsonNaming(SnakeCaseStrategy.class)
    record MeBody(String username, boolean admin, Instant createdAt, List<Map<String, Object>> scope) {}

    /** The request to change a password. */
    @JsonNaming(SnakeCaseStrategy.class)
    record PasswordBody(
            @Nullable String currentPassword, @Nullable String newPassword) {
        @Override
        public String toString() {
            return "PasswordBody[…]";
        }
    }

    @POST
    @Path("/register")
    public Response register(@Nullable CredentialsBody body) {
        CredentialsBody wanted = Fields.body(body);
        Account made = Registrations.made(registration.register(wanted.requiredUsername(), wanted.requiredPassword()));
        return Response.status(Status.CREATED)
                .entity(new RegisteredBody(made.username().value()))
                .build();
    }

    @POST
    @Path("/password")
    public Response changePassword(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization, @Nullable PasswordBody body) {
        Account account = callers.caller(authorization);
        PasswordBody change = Fields.body(body);
        String current = Fields.required("current_password", change.currentPassword());
        String successor = Fields.required("new_password", change.newPassword());
        Password.objectionTo(successor).ifPresent(reason -> {
            throw Refusal.invalid("INVALID_PASSWORD", reason);
        });
        if (!passwordChange.change(account.username(), current, new Password(successor))) {
            throw Refusal.unauthorized("The current password is wrong.");
        }
        return Response.noContent().build();
    }

    @GET
    @Path("/me")
    public Response me(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        Account account = callers.caller(authorization);
        return Response.ok(new MeBody(
                        account.username().value(),
                        account.admin(),
                        account.createdAt(),
                        AccessTokens.scopeOf(rules.of(account.id()))))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
