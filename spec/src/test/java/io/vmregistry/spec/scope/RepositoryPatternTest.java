package io.vmregistry.spec.scope;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.spec.reference.RepositoryName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepositoryPatternTest {

    @ParameterizedTest
    @CsvSource({
        "*, a, true",
        "*, a/b/c, true",
        "user/*, user/x, true",
        "user/*, user/x/y, true",
        "user/*, user, false",
        "user/*, user2/x, false",
        "user/*, user2, false",
        "user/*, a/user/x, false",
        "a/*/b, a/x/b, true",
        "a/*/b, a/b, false",
        "a/*/b, a/x/y/b, false",
        "a/*/b, a/x/bc, false",
        "a/*/b, a/x/b/c, false",
        "a/*/*, a/x/y, true",
        "a/*/*, a/x, false",
        "a/*/*, a/x/y/z, true",
        "*/b, a/b, true",
        "*/b, b, false",
        "*/b, x/y/b, false",
        "*/*, a, false",
        "*/*, a/b, true",
        "team-*/x, team-a/x, true",
        "team-*/x, team-/x, false",
        "team-*/x, team/x, false",
        "a*, a, true",
        "a*, ab, true",
        "a*, ab/c, false",
        "a*b*c, aXbXc, false",
        "a*b*c, a1b2c, true",
        "a*b*c, abc, true",
        "a*b*c, acb, false",
        "exact, exact, true",
        "exact, exact/sub, false",
        "exact, exactly, false",
    })
    void matchesWithinItsPrefixOnly(String pattern, String name, boolean expected) {
        Optional<RepositoryName> repository = RepositoryName.parse(name);
        boolean matches = repository.isPresent()
                && RepositoryPattern.parse(pattern).orElseThrow().matches(repository.get());

        assertThat(matches).isEqualTo(expected);
    }

    @Test
    void refusesWhatOnlyLooksLikeAPattern() {
        for (String text : List.of(
                "", "/", "a/", "/a", "a//b", "A/*", "a b", "**", "a/**", "a**b", "..", "a/../b", ".", "a/.", "*/..",
                "ä")) {
            assertThat(RepositoryPattern.parse(text)).as(text).isEmpty();
        }
    }

    @Property
    void noPatternBelowANameMatchesOutsideIt(@ForAll("names") String prefix, @ForAll("names") String other) {
        RepositoryPattern pattern = RepositoryPattern.parse(prefix + "/*").orElseThrow();

        assertThat(pattern.matches(new RepositoryName(other))).isEqualTo(other.startsWith(prefix + "/"));
        assertThat(pattern.matches(new RepositoryName(prefix + "/" + other))).isTrue();
        assertThat(pattern.matches(new RepositoryName(prefix + "2/" + other))).isFalse();
        assertThat(pattern.matches(new RepositoryName("x/" + prefix + "/" + other)))
                .isEqualTo(("x/" + prefix + "/" + other).startsWith(prefix + "/"));
    }

    @Property
    void whatMatchesSharesTheTextBeforeTheFirstStar(@ForAll("patterns") String text, @ForAll("names") String name) {
        RepositoryPattern pattern = RepositoryPattern.parse(text).orElseThrow();
        String fixed = text.indexOf('*') < 0 ? text : text.substring(0, text.indexOf('*'));

        if (pattern.matches(new RepositoryName(name))) {
            assertThat(name).startsWith(fixed);
        }
    }

    @Property
    void agreesWithTheSameRuleAsARegularExpression(@ForAll("patterns") String text, @ForAll("names") String name) {
        RepositoryPattern pattern = RepositoryPattern.parse(text).orElseThrow();

        assertThat(pattern.matches(new RepositoryName(name))).isEqualTo(name.matches(asRegularExpression(text)));
    }

    /** Stars within segments; a last star takes everything below. */
    private static String asRegularExpression(String pattern) {
        if (pattern.equals("*")) {
            return ".*";
        }
        String below = pattern.endsWith("/*") ? "/.+" : "";
        String fixed = below.isEmpty() ? pattern : pattern.substring(0, pattern.length() - 2);
        return fixed.replace(".", "\\.").replace("*", "[^/]*") + below;
    }

    @Property
    void printsWhatItReads(@ForAll("patterns") String text) {
        RepositoryPattern pattern = RepositoryPattern.parse(text).orElseThrow();

        assertThat(RepositoryPattern.parse(pattern.toString())).contains(pattern);
    }

    @Property
    void aPatternWithoutStarsMatchesItselfAlone(@ForAll("names") String name, @ForAll("names") String other) {
        RepositoryPattern pattern = RepositoryPattern.parse(name).orElseThrow();

        assertThat(pattern.matches(new RepositoryName(other))).isEqualTo(name.equals(other));
    }

    @Test
    void aGrantAllowsItsActionsOnItsRepositoriesOnly() {
        Grant grant = new Grant(RepositoryPattern.parse("user/*").orElseThrow(), Set.of(Action.PULL));
        RepositoryName own = new RepositoryName("user/vm");

        assertThat(grant.allows(own, Action.PULL)).isTrue();
        assertThat(grant.allows(own, Action.PUSH)).isFalse();
        assertThat(grant.allows(new RepositoryName("user2/vm"), Action.PULL)).isFalse();
        assertThat(Action.parse("pull")).contains(Action.PULL);
        assertThat(Action.parse("PULL")).isEmpty();
        assertThat(Action.parse("*")).isEmpty();
    }

    @Provide
    Arbitrary<String> names() {
        return segments(false).filter(name -> RepositoryName.parse(name).isPresent());
    }

    @Provide
    Arbitrary<String> patterns() {
        return segments(true).filter(name -> RepositoryPattern.parse(name).isPresent());
    }

    private static Arbitrary<String> segments(boolean stars) {
        Arbitrary<String> segment = stars
                ? Arbitraries.of("a", "b", "ab", "*", "a*", "*b", "a*b", "a*b*", "a.b", "b-a", "a.*")
                : Arbitraries.of("a", "b", "ab", "ba", "aab", "a.b", "b-a", "a-b", "aa");
        return segment.list().ofMinSize(1).ofMaxSize(4).map(parts -> String.join("/", parts));
    }
}
