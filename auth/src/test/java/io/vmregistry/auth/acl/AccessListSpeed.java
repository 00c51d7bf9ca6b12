package io.vmregistry.auth.acl;

import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.scope.Action;
import io.vmregistry.spec.scope.Grant;
import io.vmregistry.spec.scope.RepositoryPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Prints how long a question to 10,000 rules takes. Run by hand; nothing is asserted. */
public final class AccessListSpeed {

    private static final int RULES = 10_000;
    private static final int ROUNDS = 5;

    private AccessListSpeed() {}

    public static void main(String... arguments) {
        Map<String, IntFunction<String>> shapes = new TreeMap<>(Map.of(
                "users: user1/*", i -> "user" + i + "/*",
                "repositories of one user: team/repo1", i -> "team/repo" + i,
                "beginnings in one segment: team/a1*", i -> "team/a" + i + "*",
                "ends in one segment: team/*a1", i -> "team/*a" + i));
        System.out.printf("%-40s %12s %12s %12s%n", RULES + " rules", "build, us", "tree, us", "one by one, us");
        shapes.forEach((shape, pattern) -> {
            List<Grant> rules = IntStream.range(0, RULES)
                    .mapToObj(i -> new Grant(new RepositoryPattern(pattern.apply(i)), Set.of(Action.PULL)))
                    .toList();
            List<RepositoryName> names = IntStream.range(0, RULES)
                    .mapToObj(i -> new RepositoryName(
                            pattern.apply(i).replace("/*", "/web").replace("*", "")))
                    .toList();
            double build = 0;
            double tree = 0;
            double scan = 0;
            for (int round = 0; round < ROUNDS; round++) {
                long begin = System.nanoTime();
                AccessList list = new AccessList(rules);
                build = micros(begin, 1);
                begin = System.nanoTime();
                int found = 0;
                for (RepositoryName name : names) {
                    found += list.actionsOn(name).size();
                }
                tree = micros(begin, names.size());
                begin = System.nanoTime();
                List<Grant> matching = new ArrayList<>();
                for (RepositoryName name : names.subList(0, 100)) {
                    rules.stream()
                            .filter(rule -> rule.repository().matches(name))
                            .forEach(matching::add);
                }
                scan = micros(begin, 100);
                if (found < names.size() || matching.size() < 100) {
                    throw new IllegalStateException("a rule was not found");
                }
            }
            System.out.printf("%-40s %12.0f %12.2f %12.2f%n", shape, build, tree, scan);
        });
    }

    private static double micros(long begin, int times) {
        return (System.nanoTime() - begin) / 1000.0 / times;
    }
}
