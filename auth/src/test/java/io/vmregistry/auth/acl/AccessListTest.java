package io.vmregistry.auth.acl;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.scope.Action;
import io.vmregistry.spec.scope.Grant;
import io.vmregistry.spec.scope.RepositoryPattern;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AccessListTest {

    private static final Set<Action> ALL = EnumSet.allOf(Action.class);

    private static AccessList rules(Grant... rules) {
        return new AccessList(List.of(rules));
    }

    private static Grant rule(String pattern, Action... actions) {
        return new Grant(new RepositoryPattern(pattern), Set.of(actions));
    }

    private static List<RequestedAccess> asking(String... scopes) {
        return RequestedAccess.parseAll(List.of(scopes));
    }

    @Test
    void grantsThePartThatIsAllowed() {
        assertThat(rules(rule("alice/*", Action.PULL)).grant(asking("repository:alice/web:pull,push,delete")))
                .containsExactly(granted("alice/web", "pull"));
    }

    @Test
    void addsUpRules() {
        assertThat(rules(rule("alice/*", Action.PULL), rule("alice/web", Action.PUSH))
                        .grant(asking("repository:alice/web:pull,push")))
                .containsExactly(granted("alice/web", "pull", "push"));
    }

    @Test
    void leavesOutWhatIsDeniedEntirely() {
        assertThat(rules(rule("alice/*", Action.PULL))
                        .grant(asking("repository:alice2/web:pull", "repository:alice:pull", "registry:catalog:*")))
                .isEmpty();
    }

    @Test
    void saysWhatWasRefused() {
        AccessAnswer answer = rules(rule("alice/*", Action.PULL))
                .answer(asking("repository:alice/web:pull repository:bob/web:pull repository:bob/web:push", "x:y:z"));
        assertThat(answer.granted()).containsExactly(granted("alice/web", "pull"));
        assertThat(answer.refused()).containsExactly(new RepositoryName("bob/web"));
        assertThat(answer.everywhere()).isEmpty();
    }

    @Test
    void givesItsPullRulesToWhoAsksForEveryRepository() {
        AccessList list =
                rules(rule("alice/*", Action.values()), rule("bob/*", Action.PUSH), rule("team/*", Action.PULL));
        assertThat(list.answer(asking("repository:alice/web:push repository:*:pull"))
                        .everywhere())
                .contains(rules(rule("alice/*", Action.PULL), rule("team/*", Action.PULL)));
        assertThat(list.answer(asking("registry:catalog:*"))).isEqualTo(list.answer(asking("repository:*:pull")));
        assertThat(list.answer(asking("registry:catalog:pull")).everywhere()).isEmpty();
        assertThat(list.answer(asking("repository:*:push")).everywhere()).isEmpty();
        assertThat(list.answer(asking("registry:*:pull")).everywhere()).isEmpty();
        assertThat(AccessList.NONE.answer(asking("repository:*:pull")).everywhere())
                .contains(AccessList.NONE);
    }

    @Test
    void answersARepositoryOnce() {
        assertThat(new AccessList(List.of(new Grant(new RepositoryPattern("*"), ALL)))
                        .grant(asking("repository:a:pull", "repository:b:pull", "repository:a:push")))
                .containsExactly(granted("a", "pull", "push"), granted("b", "pull"));
    }

    @Test
    void givesTheStarOnlyToWhoMayDoEverything() {
        assertThat(new AccessList(List.of(new Grant(new RepositoryPattern("a/*"), ALL)))
                        .grant(asking("repository:a/b:*")))
                .containsExactly(granted("a/b", "*"));
        assertThat(rules(rule("a/*", Action.PULL, Action.PUSH)).grant(asking("repository:a/b:*")))
                .containsExactly(granted("a/b", "pull", "push"));
    }

    @Test
    void grantsNoActionThatItDoesNotKnow() {
        assertThat(new AccessList(List.of(new Grant(new RepositoryPattern("*"), ALL)))
                        .grant(asking("repository:a:admin,pull")))
                .containsExactly(granted("a", "pull"));
    }

    @Property
    void neverGrantsMoreThanARuleAllows(
            @ForAll("accessLists") AccessList list, @ForAll("requests") List<RequestedAccess> requests) {
        for (GrantedAccess granted : list.grant(requests)) {
            for (String word : granted.actions()) {
                Set<Action> needed =
                        word.equals("*") ? ALL : Set.of(Action.parse(word).orElseThrow());
                assertThat(needed)
                        .allSatisfy(action ->
                                assertThat(list.rules()).anyMatch(rule -> rule.allows(granted.repository(), action)));
            }
        }
    }

    @Property
    void neverGrantsWhatWasNotAskedFor(
            @ForAll("accessLists") AccessList list, @ForAll("requests") List<RequestedAccess> requests) {
        for (GrantedAccess granted : list.grant(requests)) {
            assertThat(granted.actions())
                    .allSatisfy(word -> assertThat(requests)
                            .anyMatch(request ->
                                    request.name().equals(granted.repository().value())
                                            && (request.actions().contains(word)
                                                    || request.actions().contains("*"))));
        }
    }

    @Property
    void keepsTheNamespaceOfOneUserFromEveryOther(@ForAll("segments") String owner, @ForAll("names") String name) {
        AccessList list = new AccessList(List.of(new Grant(new RepositoryPattern(owner + "/*"), ALL)));

        assertThat(list.grant(asking("repository:" + name + ":*")).isEmpty()).isEqualTo(!name.startsWith(owner + "/"));
    }

    private static GrantedAccess granted(String repository, String... actions) {
        return new GrantedAccess(new RepositoryName(repository), new java.util.LinkedHashSet<>(List.of(actions)));
    }

    @Provide
    Arbitrary<String> segments() {
        return Arbitraries.strings().withChars("ab2").ofMinLength(1).ofMaxLength(3);
    }

    @Provide
    Arbitrary<String> names() {
        return segments().list().ofMinSize(1).ofMaxSize(3).map(parts -> String.join("/", parts));
    }

    @Provide
    Arbitrary<AccessList> accessLists() {
        Arbitrary<String> patterns = Arbitraries.strings()
                .withChars("ab2*")
                .ofMinLength(1)
                .ofMaxLength(3)
                .filter(segment -> !segment.contains("**"))
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(parts -> String.join("/", parts));
        Arbitrary<Grant> grants = Combinators.combine(
                        patterns, Arbitraries.of(Action.class).set().ofMinSize(1))
                .as((pattern, actions) -> new Grant(new RepositoryPattern(pattern), actions));
        return grants.list().ofMaxSize(5).map(AccessList::new);
    }

    @Provide
    Arbitrary<List<RequestedAccess>> requests() {
        Arbitrary<Set<String>> actions =
                Arbitraries.of("pull", "push", "delete", "*", "admin").set().ofMinSize(1);
        return Combinators.combine(Arbitraries.of("repository", "registry"), names(), actions)
                .as(RequestedAccess::new)
                .list()
                .ofMaxSize(5);
    }
}
