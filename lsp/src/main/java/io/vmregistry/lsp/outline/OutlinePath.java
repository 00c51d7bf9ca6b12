package io.vmregistry.lsp.outline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The keys and list positions around a place, from the outermost in. Changes while the scanner goes on; {@link #names} keeps it. */
public final class OutlinePath {

    private static final int DEEPEST = 256;

    private final List<Step> steps = new ArrayList<>();

    /** A mapping or list, and which of its entries is being read. */
    static final class Step {
        final int indent;
        final boolean list;
        final boolean flow;
        final Set<String> keys = new HashSet<>();
        String key = "";
        int index = -1;

        /** Whether the entry has no value yet, so that something deeper may belong to it. */
        boolean open;

        /** In brackets, whether a key comes next. */
        boolean atKey = true;

        Step(int indent, boolean list, boolean flow) {
            this.indent = indent;
            this.list = list;
            this.flow = flow;
        }

        String name() {
            return list ? Integer.toString(index) : key;
        }
    }

    public int depth() {
        return steps.size();
    }

    /** The key or list position at a depth; empty text where nothing stands yet. */
    public String name(int depth) {
        return steps.get(depth).name();
    }

    public boolean isList(int depth) {
        return steps.get(depth).list;
    }

    public List<String> names() {
        List<String> names = new ArrayList<>(steps.size());
        steps.forEach(step -> names.add(step.name()));
        return List.copyOf(names);
    }

    /** Whether the names are these; {@code *} stands for any. */
    public boolean matches(String... pattern) {
        if (pattern.length != steps.size()) {
            return false;
        }
        for (int i = 0; i < pattern.length; i++) {
            if (!pattern[i].equals("*") && !pattern[i].equals(name(i))) {
                return false;
            }
        }
        return true;
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    boolean isFull() {
        return steps.size() >= DEEPEST;
    }

    Step top() {
        return steps.getLast();
    }

    Step push(Step step) {
        steps.add(step);
        return step;
    }

    Step pop() {
        return steps.removeLast();
    }

    void clear() {
        steps.clear();
    }

    List<Step> steps() {
        return steps;
    }
}
