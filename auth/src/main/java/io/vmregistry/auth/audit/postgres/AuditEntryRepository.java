package io.vmregistry.auth.audit.postgres;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.vmregistry.auth.audit.AuditAction;
import io.vmregistry.auth.audit.AuditQuery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Queries on {@code audit_log}. They need a transaction around them. */
@ApplicationScoped
public class AuditEntryRepository implements PanacheRepository<AuditEntryEntity> {

    List<AuditEntryEntity> find(AuditQuery query) {
        CriteriaBuilder is = getEntityManager().getCriteriaBuilder();
        CriteriaQuery<AuditEntryEntity> wanted = is.createQuery(AuditEntryEntity.class);
        Root<AuditEntryEntity> entry = wanted.from(AuditEntryEntity.class);
        wanted.where(Stream.of(
                                query.actor().map(name -> is.equal(entry.get("actor"), name)),
                                query.subject().map(name -> is.equal(entry.get("subject"), name)),
                                query.action()
                                        .map(AuditAction::label)
                                        .map(label -> is.equal(entry.get("action"), label)),
                                query.since().map(at -> is.greaterThanOrEqualTo(entry.<Instant>get("recordedAt"), at)),
                                query.until().map(at -> is.lessThan(entry.<Instant>get("recordedAt"), at)),
                                query.before().map(id -> is.lessThan(entry.<Long>get("id"), id)))
                        .flatMap(Optional::stream)
                        .toArray(Predicate[]::new))
                .orderBy(is.desc(entry.get("id")));
        return getEntityManager()
                .createQuery(wanted)
                .setMaxResults(query.limit())
                .getResultList();
    }

    long removeBefore(Instant instant) {
        getSession()
                .createNativeQuery("select set_config('vm_registry.audit_retention', 'on', true)", String.class)
                .getSingleResult();
        return delete("recordedAt < ?1", instant);
    }
}
