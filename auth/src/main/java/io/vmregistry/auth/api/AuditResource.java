package io.vmregistry.auth.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vmregistry.auth.account.Username;
import io.vmregistry.auth.audit.AuditAction;
import io.vmregistry.auth.audit.AuditEntry;
import io.vmregistry.auth.audit.AuditLog;
import io.vmregistry.auth.audit.AuditQuery;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The audit log, for administrators: the latest entries first. */
@Path("/v1/admin/audit")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AuditResource {

    private final AuditLog log;
    private final Callers callers;

    AuditResource(AuditLog log, Callers callers) {
        this.log = log;
        this.callers = callers;
    }

    /** One entry. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EntryBody(
            long id,
            Instant at,
            String action,
            @Nullable String actor,
            @Nullable String subject,
            String origin,
            String detail) {

        static EntryBody of(AuditEntry entry) {
            return new EntryBody(
                    entry.id(),
                    entry.at(),
                    entry.event().action().label(),
                    entry.event().actor().map(Username::value).orElse(null),
                    entry.event().subject().orElse(null),
                    entry.origin().value(),
                    entry.event().detail());
        }
    }

    /** A page of entries. */
    record EntriesBody(List<EntryBody> entries) {}

    @GET
    public Response list(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @RestQuery @Nullable String actor,
            @RestQuery @Nullable String subject,
            @RestQuery @Nullable String action,
            @RestQuery @Nullable String since,
            @RestQuery @Nullable String until,
            @RestQuery @Nullable String n,
            @RestQuery @Nullable String last) {
        callers.administrator(authorization);
        PageQuery page = PageQuery.parse(n);
        AuditQuery query = new AuditQuery(
                given("actor", actor),
                given("subject", subject),
                given("action", action).map(AuditResource::action),
                given("since", since).map(text -> instant("since", text)),
                given("until", until).map(text -> instant("until", text)),
                given("last", last).map(text -> Fields.number("last", text)),
                page.probe());
        List<AuditEntry> found = log.find(query);
        return page.link(
                        Response.ok(new EntriesBody(
                                page.cut(found).stream().map(EntryBody::of).toList())),
                        found,
                        pathOf(query),
                        entry -> Long.toString(entry.id()))
                .build();
    }

    /** The filters travel along to the next page. */
    private static String pathOf(AuditQuery query) {
        UriBuilder path = UriBuilder.fromPath("/v1/admin/audit");
        query.actor().ifPresent(name -> path.queryParam("actor", "{actor}").resolveTemplate("actor", name));
        query.subject()
                .ifPresent(name -> path.queryParam("subject", "{subject}").resolveTemplate("subject", name));
        query.action().ifPresent(action -> path.queryParam("action", action.label()));
        query.since().ifPresent(at -> path.queryParam("since", at.toString()));
        query.until().ifPresent(at -> path.queryParam("until", at.toString()));
        String text = path.build().toString();
        return text.contains("?") ? text : text + "?";
    }

    private static Optional<String> given(String name, @Nullable String value) {
        return Optional.of(Fields.text(name, value)).filter(text -> !text.isEmpty());
    }

    private static AuditAction action(String text) {
        return AuditAction.parse(text)
                .orElseThrow(() -> Refusal.invalid("INVALID_REQUEST", "The parameter action is no action of the log."));
    }

    private static Instant instant(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Refusal.invalid(
                    "INVALID_REQUEST", "The parameter %s is no time such as 2030-01-31T12:00:00Z.".formatted(name));
        }
    }
}
