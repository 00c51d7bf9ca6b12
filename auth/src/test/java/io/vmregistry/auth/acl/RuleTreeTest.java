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
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RuleTreeTest {

    @Property(tries = 5000)
    void allowsWhatTheRulesAllowOneByOne(@ForAll("rules") List<Grant> rules, @ForAll("names") String text) {
        RepositoryName name = new RepositoryName(text);
        Set<Action> expected = EnumSet.noneOf(Action.class);
        rules.stream().filter(rule -> rule.repository().matches(name)).forEach(rule -> expected.addAll(rule.actions()));

        assertThat(new RuleTree(rules).actionsOn(name)).isEqualTo(expected);
    }

    @Property(tries = 5000)
    void letsNoPatternMatchOutsideOfItsPrefix(@ForAll("patterns") String text, @ForAll("names") String name) {
        RepositoryPattern pattern = new RepositoryPattern(text);
        boolean allowed = !new RuleTree(List.of(new Grant(pattern, Set.of(Action.PULL))))
                .actionsOn(new RepositoryName(name))
                .isEmpty();

        if (allowed) {
            assertThat(name).startsWith(pattern.prefix());
            if (text.endsWith("/*")) {
                // Segments with stars keep their number, so that a part of a name never stands for more of them.
                assertThat(name.split("/").length).isGreaterThanOrEqualTo(text.split("/").length);
            } else if (!text.equals("*")) {
                assertThat(name.split("/")).hasSameSizeAs(text.split("/"));
            }
        }
    }

    @Example
    void findsTheRuleForEverythingEverywhere() {
        RuleTree tree = new RuleTree(List.of(new Grant(new RepositoryPattern("*"), Set.of(Action.PULL))));

        assertThat(tree.actionsOn(new RepositoryName("a"))).containsExactly(Action.PULL);
        assertThat(tree.actionsOn(new RepositoryName("a/b/c"))).containsExactly(Action.PULL);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withChars("ab")
                .ofMinLength(1)
                .ofMaxLength(3)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(parts -> String.join("/", parts));
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings()
                .withChars("ab*")
                .ofMinLength(1)
                .ofMaxLength(3)
                .filter(segment -> !segment.contains("**"))
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(parts -> String.join("/", parts));
    }

    @Provide
    Arbitrary<List<Grant>> rules() {
        return Combinators.combine(
                        patterns(), Arbitraries.of(Action.class).set().ofMinSize(1))
                .as((pattern, actions) -> new Grant(new RepositoryPattern(pattern), actions))
                .list()
                .ofMaxSize(12);
    }
}
