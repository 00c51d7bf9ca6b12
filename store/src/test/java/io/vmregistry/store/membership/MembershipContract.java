package io.vmregistry.store.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.blob.Bytes;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every {@link Membership} keeps. A backend's test extends it and says how to open an instance. */
public abstract class MembershipContract {

    private static final RepositoryName DEBIAN = new RepositoryName("alice/debian");
    private static final RepositoryName BELOW = new RepositoryName("alice/debian/blobs");
    private static final Digest BLOB = Digest.of(Bytes.random(1, 1));

    /** An instance over this test's storage; each call opens another one over the same. */
    protected abstract Membership open();

    @Test
    void aBlobBelongsToTheRepositoriesThatItWasLinkedTo() {
        Membership membership = open();
        assertThat(membership.isMember(DEBIAN, BLOB)).isFalse();
        membership.link(DEBIAN, BLOB);
        membership.link(DEBIAN, BLOB);
        assertThat(open().isMember(DEBIAN, BLOB)).isTrue();
        assertThat(membership.isMember(BELOW, BLOB)).isFalse();
        assertThat(membership.isMember(new RepositoryName("alice"), BLOB)).isFalse();
    }

    @Test
    void unlinkingTakesItFromOneRepositoryOnly() {
        Membership membership = open();
        membership.link(DEBIAN, BLOB);
        membership.link(BELOW, BLOB);
        assertThat(membership.unlink(DEBIAN, BLOB)).isTrue();
        assertThat(membership.unlink(DEBIAN, BLOB)).isFalse();
        assertThat(membership.isMember(DEBIAN, BLOB)).isFalse();
        assertThat(membership.isMember(BELOW, BLOB)).isTrue();
    }

    @Test
    void aFreshMarkerIsNotUnlinkedAsIdle() {
        Membership membership = open();
        membership.link(DEBIAN, BLOB);
        assertThat(membership.unlinkIfIdle(DEBIAN, BLOB, Instant.now().minusSeconds(60)))
                .isFalse();
        assertThat(membership.unlinkIfIdle(DEBIAN, BLOB, Instant.now().plusSeconds(60)))
                .isTrue();
        assertThat(membership.unlinkIfIdle(DEBIAN, BLOB, Instant.now().plusSeconds(60)))
                .isFalse();
    }

    @Test
    void listsMembersAndRepositories() {
        Membership membership = open();
        Digest long512 = Bytes.sha512(new byte[0]);
        membership.link(BELOW, BLOB);
        membership.link(BELOW, long512);
        membership.link(DEBIAN, BLOB);
        assertThat(membership.members(BELOW)).containsExactlyInAnyOrder(BLOB, long512);
        assertThat(membership.members(new RepositoryName("nobody"))).isEmpty();
        assertThat(membership.repositories("", 10)).containsExactly(DEBIAN, BELOW);
        assertThat(membership.repositories(DEBIAN.value(), 10)).containsExactly(BELOW);
    }
}
