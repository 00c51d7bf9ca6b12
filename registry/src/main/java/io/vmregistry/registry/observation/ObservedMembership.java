package io.vmregistry.registry.observation;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.membership.Membership;
import java.time.Instant;
import java.util.List;

/** Markers whose calls are timed. */
public record ObservedMembership(Membership membership, StorageObserver observer) implements Membership {

    @Override
    public void link(RepositoryName repository, Digest blob) {
        observer.observe("membership.link", () -> membership.link(repository, blob));
    }

    @Override
    public Standing standing(RepositoryName repository, Digest blob) {
        return observer.observe("membership.check", () -> membership.standing(repository, blob));
    }

    @Override
    public boolean isMember(RepositoryName repository, Digest blob) {
        return observer.observe("membership.check", () -> membership.isMember(repository, blob));
    }

    @Override
    public boolean takeAway(RepositoryName repository, Digest blob) {
        return observer.observe("membership.take-away", () -> membership.takeAway(repository, blob));
    }

    @Override
    public boolean unlinkIfIdle(RepositoryName repository, Digest blob, Instant idleSince) {
        return observer.observe(
                "membership.unlink-if-idle", () -> membership.unlinkIfIdle(repository, blob, idleSince));
    }

    @Override
    public List<Marker> markers(RepositoryName repository) {
        return observer.observe("membership.list", () -> membership.markers(repository));
    }

    @Override
    public List<RepositoryName> repositories(String last, int limit) {
        return observer.observe("membership.repositories", () -> membership.repositories(last, limit));
    }
}
