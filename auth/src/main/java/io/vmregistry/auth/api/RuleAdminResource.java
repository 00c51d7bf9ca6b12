package io.vmregistry.auth.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vmregistry.auth.acl.AccessList;
import io.vmregistry.auth.acl.Rule;
import io.vmregistry.auth.acl.RuleId;
import io.vmregistry.auth.administration.Administrator;
import io.vmregistry.auth.administration.RuleAdministration;
import io.vmregistry.auth.administration.RuleAdministration.Outcome;
import io.vmregistry.auth.token.AccessTokens;
import io.vmregistry.spec.scope.Action;
import io.vmregistry.spec.scope.Grant;
import io.vmregistry.spec.scope.RepositoryPattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Access rules, for administrators. The user {@code anonymous} stands for everybody. */
@Path("/v1/admin/users/{name}/acl")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class RuleAdminResource {

    private final RuleAdministration rules;
    private final Callers callers;

    RuleAdminResource(RuleAdministration rules, Callers callers) {
        this.rules = rules;
        this.callers = callers;
    }

    /** One rule. */
    @JsonNaming(SnakeCaseStrategy.class)
    record RuleBody(long id, String repository, List<String> actions, Instant createdAt) {

        static RuleBody of(Rule rule) {
            return new RuleBody(
                    rule.id().value(),
                    rule.grant().repository().value(),
                    AccessTokens.words(rule.grant()),
                    rule.createdAt());
        }
    }

    /** A page of rules. */
    record RulesBody(List<RuleBody> rules) {}

    /** The request to make a rule, or, without the repository, to change it. */
    record WantedBody(@Nullable String repository, @Nullable List<@Nullable String> actions) {

        RepositoryPattern requiredPattern() {
            return RepositoryPattern.parse(Fields.required("repository", repository))
                    .orElseThrow(
                            () -> Refusal.invalid(
                                    "INVALID_PATTERN",
                                    "The repository is no pattern: write names with * for a part of a segment, name/* for everything below name/, or * for everything."));
        }

        Set<Action> requiredActions() {
            Set<Action> wanted = EnumSet.noneOf(Action.class);
            for (String word : Fields.body(actions)) {
                if (AccessList.EVERY_ACTION.equals(word)) {
                    return EnumSet.allOf(Action.class);
                }
                wanted.add(Action.parse(String.valueOf(word)).orElseThrow(WantedBody::noAction));
            }
            if (wanted.isEmpty()) {
                throw noAction();
            }
            return wanted;
        }

        private static Refusal noAction() {
            return Refusal.invalid(
                    "INVALID_ACTIONS", "The actions are a list of \"pull\", \"push\", \"delete\" or \"*\".");
        }
    }

    @GET
    public Response list(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @RestPath String name,
            @RestQuery @Nullable String n,
            @RestQuery @Nullable String last) {
        callers.administrator(authorization);
        PageQuery page = PageQuery.parse(n);
        long after = last == null ? 0 : Fields.number("last", last);
        List<Rule> found = rules.list(name, after, page.probe()).orElseThrow(() -> noSuchOwner(name));
        return page.link(
                        Response.ok(new RulesBody(
                                page.cut(found).stream().map(RuleBody::of).toList())),
                        found,
                        "/v1/admin/users/" + name + "/acl?",
                        rule -> Long.toString(rule.id().value()))
                .build();
    }

    @POST
    public Response add(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @RestPath String name,
            @Nullable WantedBody body) {
        Administrator administrator = callers.administrator(authorization);
        WantedBody wanted = Fields.body(body);
        Grant grant = new Grant(wanted.requiredPattern(), wanted.requiredActions());
        return Response.status(Status.CREATED)
                .entity(done(rules.add(administrator, name, grant), name))
                .build();
    }

    @PUT
    @Path("/{id}")
    public Response change(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @RestPath String name,
            @RestPath String id,
            @Nullable WantedBody body) {
        Administrator administrator = callers.administrator(authorization);
        Set<Action> actions = Fields.body(body).requiredActions();
        return Response.ok(done(rules.change(administrator, name, ruleId(id), actions), name))
                .build();
    }

    @DELETE
    @Path("/{id}")
    public Response remove(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @RestPath String name,
            @RestPath String id) {
        Administrator administrator = callers.administrator(authorization);
        done(rules.remove(administrator, name, ruleId(id)), name);
        return Response.noContent().build();
    }

    private static RuleId ruleId(String text) {
        return new RuleId(Fields.number("id", text));
    }

    private static RuleBody done(Outcome outcome, String name) {
        return switch (outcome) {
            case Outcome.Done(Rule rule) -> RuleBody.of(rule);
            case Outcome.NoSuchOwner() -> throw noSuchOwner(name);
            case Outcome.NoSuchRule() ->
                throw Refusal.of(Status.NOT_FOUND, "RULE_UNKNOWN", "The user has no rule of this number.");
            case Outcome.PatternTaken() ->
                throw Refusal.of(
                        Status.CONFLICT,
                        "RULE_EXISTS",
                        "The user has a rule for this pattern. Change its actions with PUT.");
            case Outcome.NotForEverybody() ->
                throw Refusal.invalid("INVALID_ACTIONS", "Everybody may be allowed \"pull\" and nothing else.");
        };
    }

    private static Refusal noSuchOwner(String name) {
        return Refusal.of(
                Status.NOT_FOUND, "USER_UNKNOWN", "There is no account \"%s\".".formatted(Fields.printable(name)));
    }
}
