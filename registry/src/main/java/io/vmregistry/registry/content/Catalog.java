package io.vmregistry.registry.content;

import io.vmregistry.registry.access.Caller;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.scope.Action;
import io.vmregistry.spec.scope.RepositoryPattern;
import io.vmregistry.store.manifest.ManifestStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The repositories that one caller may pull. It seeks where its grants begin: what it costs to tell depends on what the
 * caller may see, not on what there is.
 */
final class Catalog {

    private static final int PAGE = 500;

    private final ManifestStore manifests;
    private final Caller caller;
    private final List<Reach> reaches;

    /** A stretch of the list: names with a prefix, or one name. */
    private record Reach(String prefix, boolean exact) {

        static Reach of(RepositoryPattern pattern) {
            return new Reach(pattern.prefix(), pattern.isLiteral());
        }

        boolean holds(String name) {
            return exact ? name.equals(prefix) : name.startsWith(prefix);
        }

        /** A text between the names before the prefix and those from it on: no name has a tilde. */
        String before() {
            if (prefix.isEmpty()) {
                return "";
            }
            int end = prefix.length() - 1;
            return prefix.substring(0, end) + (char) (prefix.charAt(end) - 1) + "~";
        }
    }

    Catalog(ManifestStore manifests, Caller caller) {
        this.manifests = manifests;
        this.caller = caller;
        this.reaches = apart(caller.grants().stream()
                .filter(grant -> grant.actions().contains(Action.PULL))
                .map(grant -> Reach.of(grant.repository()))
                .sorted(Comparator.comparing(Reach::prefix).thenComparing(Reach::exact))
                .toList());
    }

    /** Without those that lie in another one. */
    private static List<Reach> apart(List<Reach> sorted) {
        List<Reach> apart = new ArrayList<>();
        for (Reach reach : sorted) {
            if (apart.isEmpty() || !apart.getLast().holds(reach.prefix())) {
                apart.add(reach);
            }
        }
        return apart;
    }

    /** At most {@code limit} repositories after {@code last}, in lexical order. */
    List<RepositoryName> after(String last, int limit) {
        List<RepositoryName> visible = new ArrayList<>();
        for (Reach reach : reaches) {
            if (visible.size() < limit) {
                collect(reach, last, limit, visible);
            }
        }
        return visible;
    }

    private void collect(Reach reach, String last, int limit, List<RepositoryName> visible) {
        String from = last.compareTo(reach.before()) > 0 ? last : reach.before();
        int size = reach.exact() ? 1 : Math.min(limit, PAGE);
        while (true) {
            List<RepositoryName> page = manifests.repositories(from, size);
            for (RepositoryName repository : page) {
                if (!reach.holds(repository.value())) {
                    return;
                }
                if (caller.may(Action.PULL, repository)) {
                    visible.add(repository);
                }
                if (visible.size() == limit) {
                    return;
                }
                from = repository.value();
            }
            if (page.size() < size || reach.exact()) {
                return;
            }
            size = PAGE;
        }
    }
}
