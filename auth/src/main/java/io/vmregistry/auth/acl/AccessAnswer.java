package io.vmregistry.auth.acl;

import io.vmregistry.spec.reference.RepositoryName;
import java.util.List;
import java.util.Optional;

/**
 * What a token says to a request for access.
 *
 * @param refused repositories that were asked for and of which nothing is allowed: whoever checks the token learns that
 *     asking again is of no use
 * @param everywhere what may be pulled, when that was asked for all repositories at once
 */
public record AccessAnswer(List<GrantedAccess> granted, List<RepositoryName> refused, Optional<AccessList> everywhere) {

    public AccessAnswer {
        granted = List.copyOf(granted);
        refused = List.copyOf(refused);
    }
}
