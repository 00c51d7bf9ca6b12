package io.vmregistry.auth.acl.postgres;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;

/** Queries on {@code acl_rules}. They need a transaction around them. */
@ApplicationScoped
public class AccessRuleRepository implements PanacheRepository<AccessRuleEntity> {}
