package io.vmregistry.store.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.blob.Bytes;
import io.vmregistry.store.membership.Membership.Marker;
import io.vmregistry.store.membership.Membership.Standing;
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
    void takingItAwayIsOfOneRepositoryOnly() {
        Membership membership = open();
        membership.link(DEBIAN, BLOB);
        membership.link(BELOW, BLOB);
        assertThat(membership.takeAway(DEBIAN, BLOB)).isTrue();
        assertThat(membership.takeAway(DEBIAN, BLOB)).isFalse();
        assertThat(membership.takeAway(new RepositoryName("alice"), BLOB)).isFalse();
        assertThat(open().standing(DEBIAN, BLOB)).isEqualTo(Standing.TAKEN_AWAY);
        assertThat(membership.isMember(DEBIAN, BLOB)).isFalse();
        assertThat(membership.standing(BELOW, BLOB)).isEqualTo(Standing.MEMBER);
        assertThat(membership.standing(new RepositoryName("alice"), BLOB)).isEqualTo(Standing.STRANGER);
    }

    @Test
    void whatWasTakenAwayBecomesAMemberAgainByALink() {
        Membership membership = open();
        membership.link(DEBIAN, BLOB);
        assertThat(membership.takeAway(DEBIAN, BLOB)).isTrue();
        membership.link(DEBIAN, BLOB);
        assertThat(open().standing(DEBIAN, BLOB)).isEqualTo(Standing.MEMBER);
        assertThat(membership.takeAway(DEBIAN, BLOB)).isTrue();
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
        assertThat(membership.standing(DEBIAN, BLOB)).isEqualTo(Standing.STRANGER);
    }

    @Test
    void takingAwayMakesAMarkerFresh() {
        Membership membership = open();
        membership.link(DEBIAN, BLOB);
        Instant between = Instant.now();
        assertThat(membership.takeAway(DEBIAN, BLOB)).isTrue();
        assertThat(membership.unlinkIfIdle(DEBIAN, BLOB, between)).isFalse();
        assertThat(membership.unlinkIfIdle(DEBIAN, BLOB, Instant.now().plusSeconds(60)))
                .isTrue();
        assertThat(membership.standing(DEBIAN, BLOB)).isEqualTo(Standing.STRANGER);
    }

    @Test
    void listsMarkersAndRepositories() {
        Membership membership = open();
        Digest long512 = Bytes.sha512(new byte[0]);
        membership.link(BELOW, BLOB);
        membership.link(BELOW, long512);
        membership.link(DEBIAN, BLOB);
        assertThat(membership.takeAway(BELOW, long512)).isTrue();
        assertThat(membership.markers(BELOW))
                .containsExactlyInAnyOrder(new Marker(BLOB, false), new Marker(long512, true));
        assertThat(membership.markers(new RepositoryName("nobody"))).isEmpty();
        assertThat(membership.repositories("", 10)).containsExactly(DEBIAN, BELOW);
        assertThat(membership.repositories(DEBIAN.value(), 10)).containsExactly(BELOW);
    }
}
