package io.vmregistry.spec.compose;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Circles in a graph of numbered nodes: one, the shortest from its first node, of each knot. Linear in nodes and edges
 * (Tarjan's strongly connected components, with a stack of its own in place of recursion).
 */
final class Cycles {

    private static final int NONE = -1;

    private final List<List<Integer>> targets;
    private final int[] index;
    private final int[] low;
    private final int[] knot;
    private final int[] nextTarget;
    private final Deque<Integer> unassigned = new ArrayDeque<>();
    private final List<List<Integer>> cycles = new ArrayList<>();
    private int entered;
    private int knots;

    private Cycles(List<List<Integer>> targets) {
        this.targets = targets;
        this.index = filled(targets.size());
        this.low = filled(targets.size());
        this.knot = filled(targets.size());
        this.nextTarget = new int[targets.size()];
    }

    private static int[] filled(int size) {
        int[] values = new int[size];
        Arrays.fill(values, NONE);
        return values;
    }

    /** Each circle once, from one of its nodes along its edges, without the return to the first. */
    static List<List<Integer>> in(List<List<Integer>> targets) {
        Cycles search = new Cycles(targets);
        for (int node = 0; node < targets.size(); node++) {
            if (search.index[node] == NONE) {
                search.visit(node);
            }
        }
        return search.cycles;
    }

    private void visit(int start) {
        Deque<Integer> path = new ArrayDeque<>();
        enter(start, path);
        while (!path.isEmpty()) {
            int node = path.element();
            if (nextTarget[node] == targets.get(node).size()) {
                path.pop();
                leave(node);
                if (!path.isEmpty()) {
                    low[path.element()] = Math.min(low[path.element()], low[node]);
                }
                continue;
            }
            int target = targets.get(node).get(nextTarget[node]++);
            if (index[target] == NONE) {
                enter(target, path);
            } else if (knot[target] == NONE) {
                low[node] = Math.min(low[node], index[target]);
            }
        }
    }

    private void enter(int node, Deque<Integer> path) {
        index[node] = entered;
        low[node] = entered;
        entered++;
        path.push(node);
        unassigned.push(node);
    }

    private void leave(int node) {
        if (low[node] != index[node]) {
            return;
        }
        int first = node;
        int member;
        int size = 0;
        do {
            member = unassigned.pop();
            knot[member] = knots;
            first = Math.min(first, member);
            size++;
        } while (member != node);
        knots++;
        if (size > 1 || targets.get(node).contains(node)) {
            cycles.add(shortestFrom(first));
        }
    }

    private List<Integer> shortestFrom(int start) {
        Map<Integer, Integer> cameFrom = new HashMap<>();
        Deque<Integer> pending = new ArrayDeque<>(List.of(start));
        while (!pending.isEmpty()) {
            int node = pending.poll();
            for (int target : targets.get(node)) {
                if (target == start) {
                    return way(start, node, cameFrom);
                }
                if (knot[target] == knot[start] && cameFrom.putIfAbsent(target, node) == null) {
                    pending.add(target);
                }
            }
        }
        return List.of(start);
    }

    private static List<Integer> way(int start, int last, Map<Integer, Integer> cameFrom) {
        Deque<Integer> way = new ArrayDeque<>();
        for (int node = last; node != start; node = cameFrom.getOrDefault(node, start)) {
            way.push(node);
        }
        way.push(start);
        return List.copyOf(way);
    }
}
