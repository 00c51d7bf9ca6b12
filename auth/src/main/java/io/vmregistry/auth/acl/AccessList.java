package io.vmregistry.auth.acl;

import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.scope.Action;
import io.vmregistry.spec.scope.Grant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All rules of one account. Rules only allow: what no rule allows is denied. */
public final class AccessList {

    /** The word that stands for every action. */
    public static final String EVERY_ACTION = "*";

    /** Allows nothing: what somebody without credentials has. */
    public static final AccessList NONE = new AccessList(List.of());

    private final List<Grant> rules;
    private final RuleTree tree;

    public AccessList(List<Grant> rules) {
        this.rules = List.copyOf(rules);
        this.tree = new RuleTree(this.rules);
    }

    /** The rules in the order in which they were given. */
    public List<Grant> rules() {
        return rules;
    }

    /** What may be done to the repository; empty when nothing. */
    public Set<Action> actionsOn(RepositoryName repository) {
        return tree.actionsOn(repository);
    }

    /**
     * The part of a request that the rules allow. A resource of which nothing is allowed is left out, as is one that is
     * no repository; asking for {@code *} yields the allowed actions, and {@code *} itself only when all are allowed. A
     * repository that is asked for twice is answered once.
     */
    public List<GrantedAccess> grant(List<RequestedAccess> requests) {
        Map<RepositoryName, SequencedSet<String>> granted = new LinkedHashMap<>();
        for (RequestedAccess request : requests) {
            Optional<RepositoryName> repository = request.type().equals(RequestedAccess.REPOSITORY)
                    ? RepositoryName.parse(request.name())
                    : Optional.empty();
            repository.ifPresent(name -> granted.computeIfAbsent(name, _ -> new LinkedHashSet<>())
                    .addAll(permitted(request.actions(), actionsOn(name))));
        }
        return granted.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> new GrantedAccess(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** As {@link #grant}, with what was refused, and with the pull rules themselves where every repository is asked for. */
    public AccessAnswer answer(List<RequestedAccess> requests) {
        List<GrantedAccess> granted = grant(requests);
        Set<RepositoryName> allowed =
                granted.stream().map(GrantedAccess::repository).collect(Collectors.toSet());
        List<RepositoryName> refused = requests.stream()
                .filter(request -> request.type().equals(RequestedAccess.REPOSITORY))
                .flatMap(request -> RepositoryName.parse(request.name()).stream())
                .filter(repository -> !allowed.contains(repository))
                .distinct()
                .toList();
        return new AccessAnswer(
                granted,
                refused,
                requests.stream().anyMatch(RequestedAccess::isForEveryRepository)
                        ? Optional.of(pullOnly())
                        : Optional.empty());
    }

    private AccessList pullOnly() {
        return new AccessList(rules.stream()
                .filter(rule -> rule.actions().contains(Action.PULL))
                .map(rule -> new Grant(rule.repository(), Set.of(Action.PULL)))
                .distinct()
                .toList());
    }

    private static SequencedSet<String> permitted(Set<String> wanted, Set<Action> allowed) {
        SequencedSet<String> words = new LinkedHashSet<>();
        for (String word : wanted) {
            if (!word.equals(EVERY_ACTION)) {
                Action.parse(word).filter(allowed::contains).map(Action::label).ifPresent(words::add);
            } else if (allowed.size() == Action.values().length) {
                words.add(EVERY_ACTION);
            } else {
                allowed.stream().map(Action::label).forEach(words::add);
            }
        }
        return words;
    }

    /** Lists with the same rules in the same order are equal. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AccessList list && rules.equals(list.rules);
    }

    @Override
    public int hashCode() {
        return rules.hashCode();
    }

    @Override
    public String toString() {
        return "AccessList" + rules;
    }
}
