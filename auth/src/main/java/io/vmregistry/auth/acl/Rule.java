package io.vmregistry.auth.acl;

import io.vmregistry.spec.scope.Grant;
import java.time.Instant;

/** One recorded rule. */
public record Rule(RuleId id, Grant grant, Instant createdAt) {}
