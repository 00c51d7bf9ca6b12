package io.vmregistry.auth.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vmregistry.auth.account.Account;
import io.vmregistry.auth.account.Accounts;
import io.vmregistry.auth.account.Password;
import io.vmregistry.auth.account.Username;
import io.vmregistry.auth.administration.AccountAdministration;
import io.vmregistry.auth.administration.AccountAdministration.Outcome;
import io.vmregistry.auth.administration.Administrator;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.time.Instant;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Accounts, for administrators. */
@Path("/v1/admin/users")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class UserAdminResource {

    private final AccountAdministration accounts;
    private final Callers callers;

    UserAdminResource(AccountAdministration accounts, Callers callers) {
        this.accounts = accounts;
        this.callers = callers;
    }

    /** One account. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record UserBody(
            String username,
            boolean admin,
            boolean enabled,
            Instant createdAt,
            @Nullable Instant disabledAt) {

        static UserBody of(Account account) {
            return new UserBody(
                    account.username().value(),
                    account.admin(),
                    account.enabled(),
                    account.createdAt(),
                    account.disabledAt().orElse(null));
        }
    }

    /** A page of accounts. */
    record UsersBody(List<UserBody> users) {}

    /** The request to make an account. */
    record NewUserBody(
            @Nullable String username,
            @Nullable String password,
            @Nullable Boolean admin) {
        @Override
        public String toString() {
            return "NewUserBody[" + username + ", …]";
        }
    }

    /** The request to change an account: what is not there stays. */
    record ChangeBody(
            @Nullable Boolean enabled,
            @Nullable Boolean admin,
            @Nullable String password) {

        boolean isEmpty() {
            return enabled == null && admin == null && password == null;
        }

        @Override
        public String toString() {
            return "ChangeBody[…]";
        }
    }

    @GET
    public Response list(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @RestQuery @Nullable String n,
            @RestQuery @Nullable String last) {
        callers.administrator(authorization);
        PageQuery page = PageQuery.parse(n);
        List<Account> found = accounts.list(new Accounts.Page(Fields.text("last", last), page.probe()));
        return page.link(
                        Response.ok(new UsersBody(
                                page.cut(found).stream().map(UserBody::of).toList())),
                        found,
                        "/v1/admin/users?",
                        account -> account.username().value())
                .build();
    }

    @POST
    public Response create(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization, @Nullable NewUserBody body) {
        Administrator administrator = callers.administrator(authorization);
        NewUserBody wanted = Fields.body(body);
        Account made = Registrations.made(accounts.create(
                administrator,
                Fields.required("username", wanted.username()),
                Fields.required("password", wanted.password()),
                Boolean.TRUE.equals(wanted.admin())));
        return Response.status(Status.CREATED).entity(UserBody.of(made)).build();
    }

    @GET
    @Path("/{name}")
    public Response show(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization, @RestPath String name) {
        callers.administrator(authorization);
        Account account = accounts.find(username(name)).orElseThrow(() -> noSuchAccount(name));
        return Response.ok(UserBody.of(account))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /** The changes are made one after the other; the first that is refused ends them. */
    @PATCH
    @Path("/{name}")
    public Response change(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @RestPath String name,
            @Nullable ChangeBody body) {
        Administrator administrator = callers.administrator(authorization);
        ChangeBody wanted = Fields.body(body);
        Username username = username(name);
        if (wanted.isEmpty()) {
            throw Refusal.invalid(
                    "INVALID_REQUEST", "The request changes nothing: give \"enabled\", \"admin\" or \"password\".");
        }
        Account changed = accounts.find(username).orElseThrow(() -> noSuchAccount(name));
        if (wanted.password() != null) {
            changed = done(accounts.setPassword(administrator, username, password(wanted.password())), name);
        }
        if (wanted.admin() != null) {
            changed = done(setAdmin(administrator, username, wanted.admin()), name);
        }
        if (wanted.enabled() != null) {
            changed = done(setEnabled(administrator, username, wanted.enabled()), name);
        }
        return Response.ok(UserBody.of(changed)).build();
    }

    private static Password password(String text) {
        return Password.parse(text)
                .orElseThrow(() -> Refusal.invalid(
                        "INVALID_PASSWORD", Password.objectionTo(text).orElse("The password cannot be used.")));
    }

    private Outcome setAdmin(Administrator by, Username username, boolean admin) {
        return admin ? accounts.grantAdmin(by, username) : accounts.revokeAdmin(by, username);
    }

    private Outcome setEnabled(Administrator by, Username username, boolean enabled) {
        return enabled ? accounts.enable(by, username) : accounts.disable(by, username);
    }

    @DELETE
    @Path("/{name}")
    public Response delete(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization, @RestPath String name) {
        Administrator administrator = callers.administrator(authorization);
        done(accounts.delete(administrator, username(name)), name);
        return Response.noContent().build();
    }

    private static Username username(String name) {
        return Username.parse(name).orElseThrow(() -> noSuchAccount(name));
    }

    private static Account done(Outcome outcome, String name) {
        return switch (outcome) {
            case Outcome.Done(Account account) -> account;
            case Outcome.NoSuchAccount() -> throw noSuchAccount(name);
            case Outcome.LastAdministrator() ->
                throw Refusal.of(
                        Status.CONFLICT,
                        "LAST_ADMIN",
                        "%s is the last administrator who can log in. Make another one first.".formatted(name));
        };
    }

    private static Refusal noSuchAccount(String name) {
        return Refusal.of(
                Status.NOT_FOUND, "USER_UNKNOWN", "There is no account \"%s\".".formatted(Fields.printable(name)));
    }
}
