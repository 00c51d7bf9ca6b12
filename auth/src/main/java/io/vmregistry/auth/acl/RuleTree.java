package io.vmregistry.auth.acl;

import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.scope.Action;
import io.vmregistry.spec.scope.Grant;
import io.vmregistry.spec.scope.RepositoryPattern;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rules by the segments of their patterns, so that a name meets only the rules on its own way: those of another user, or of
 * another repository of the same user, are not looked at. What a pattern means is decided by
 * {@link RepositoryPattern#matches} alone; the tree leaves out rules of which one segment differs.
 *
 * <p>Segments with a star are found by what stands in front of their first star and behind their last. Those that have
 * both in common, {@code *a*} and {@code *b*}, are looked at one by one.
 */
final class RuleTree {

    private static final String STAR = "*";

    private final Node root = new Node();

    RuleTree(List<Grant> rules) {
        rules.forEach(this::add);
    }

    /** The actions of all rules that match. */
    Set<Action> actionsOn(RepositoryName name) {
        Set<Action> allowed = EnumSet.noneOf(Action.class);
        visit(root, new Question(name, name.value().split("/", -1), allowed), 0);
        return allowed;
    }

    /**
     * What is asked, and the answer so far.
     *
     * @param allowed grows
     */
    private record Question(RepositoryName name, String[] segments, Set<Action> allowed) {

        void ask(List<Grant> rules) {
            for (Grant rule : rules) {
                if (!allowed.containsAll(rule.actions()) && rule.repository().matches(name)) {
                    allowed.addAll(rule.actions());
                }
            }
        }
    }

    private static void visit(Node node, Question question, int depth) {
        if (depth == question.segments().length) {
            question.ask(node.ended);
            return;
        }
        question.ask(node.open);
        String segment = question.segments()[depth];
        Node literal = node.literal.get(segment);
        if (literal != null) {
            visit(literal, question, depth + 1);
        }
        for (int front = 0; front <= segment.length() && !node.starred.isEmpty(); front++) {
            Map<String, Map<String, Node>> byBack = node.starred.get(segment.substring(0, front));
            for (int back = front; byBack != null && back <= segment.length(); back++) {
                byBack.getOrDefault(segment.substring(back), Map.of())
                        .values()
                        .forEach(child -> visit(child, question, depth + 1));
            }
        }
    }

    private void add(Grant rule) {
        String[] segments = rule.repository().value().split("/", -1);
        Node node = root;
        for (int i = 0; i < segments.length; i++) {
            if (i == segments.length - 1 && segments[i].equals(STAR)) {
                node.open.add(rule);
                return;
            }
            node = node.child(segments[i]);
        }
        node.ended.add(rule);
    }

    /** What the patterns say that begin with the same segments. */
    private static final class Node {

        /** Patterns that end here. */
        private final List<Grant> ended = new ArrayList<>();

        /** Patterns that end here with a star as a segment of its own: they match whatever comes. */
        private final List<Grant> open = new ArrayList<>();

        private final Map<String, Node> literal = new HashMap<>();

        /** By the text in front of the first star, by the text behind the last, by the whole segment. */
        private final Map<String, Map<String, Map<String, Node>>> starred = new HashMap<>();

        private Node child(String segment) {
            if (!segment.contains(STAR)) {
                return literal.computeIfAbsent(segment, _ -> new Node());
            }
            return starred.computeIfAbsent(segment.substring(0, segment.indexOf('*')), _ -> new HashMap<>())
                    .computeIfAbsent(segment.substring(segment.lastIndexOf('*') + 1), _ -> new HashMap<>())
                    .computeIfAbsent(segment, _ -> new Node());
        }
    }
}
