package io.vmregistry.auth.acl;

import io.vmregistry.spec.reference.RepositoryName;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * What a token allows on one repository.
 *
 * @param actions words for the token, in the order in which they were asked for: {@code pull}, {@code push},
 *     {@code delete}, or {@code *} for all of them; never empty
 */
public record GrantedAccess(RepositoryName repository, SequencedSet<String> actions) {

    public GrantedAccess {
        SequencedSet<String> distinct = new LinkedHashSet<>(actions);
        if (distinct.isEmpty()) {
            throw new IllegalArgumentException("a grant without actions on " + repository);
        }
        actions = Collections.unmodifiableSequencedSet(distinct);
    }
}
