package io.vmregistry.lsp.document;

import io.vmregistry.lsp.outline.OutlineListener;
import io.vmregistry.lsp.outline.OutlinePath;
import io.vmregistry.lsp.outline.OutlineScanner;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every name that a document gives or uses, in the order of the text. */
public final class Names {

    /** What a name names. */
    public enum Sort {
        SERVICE,
        NETWORK,
        VOLUME,
        PROFILE,
        ANCHOR
    }

    /**
     * A name where it stands, without quotes and signs.
     *
     * @param given whether it is given here, or used
     */
    public record Use(Sort sort, String name, boolean given, int start, int end) {

        public boolean touches(int offset) {
            return start <= offset && offset <= end;
        }

        public boolean isSameAs(Use other) {
            return sort == other.sort && name.equals(other.name);
        }
    }

    private final List<Use> uses;

    private Names(List<Use> uses) {
        this.uses = List.copyOf(uses);
    }

    static Names of(String text) {
        Collector collector = new Collector(text);
        OutlineScanner.scan(text, collector);
        return new Names(collector.uses);
    }

    public List<Use> uses() {
        return uses;
    }

    public Optional<Use> at(int offset) {
        return uses.stream().filter(use -> use.touches(offset)).findFirst();
    }

    /** Every place of the same name. */
    public List<Use> sameAs(Use use) {
        return uses.stream().filter(use::isSameAs).toList();
    }

    public Optional<Use> givenAs(Use use) {
        return uses.stream()
                .filter(other -> other.given() && use.isSameAs(other))
                .findFirst();
    }

    /** The names that are given; of profiles, which nobody gives, those that are used. */
    public Set<String> given(Sort sort) {
        Set<String> names = new LinkedHashSet<>();
        for (Use use : uses) {
            if (use.sort() == sort && (use.given() || sort == Sort.PROFILE)) {
                names.add(use.name());
            }
        }
        return names;
    }

    private static final class Collector implements OutlineListener {
        private final String text;
        private final List<Use> uses = new ArrayList<>();

        Collector(String text) {
            this.text = text;
        }

        private void add(Sort sort, boolean given, int start, int end) {
            String name = text.substring(start, end);
            if (!name.isEmpty() && name.indexOf('$') < 0) {
                uses.add(new Use(sort, name, given, start, end));
            }
        }

        @Override
        public void key(OutlinePath path, String name, int start, int end) {
            if (path.matches("services", "*")) {
                add(Sort.SERVICE, true, start, end);
            } else if (path.matches("networks", "*")) {
                add(Sort.NETWORK, true, start, end);
            } else if (path.matches("volumes", "*")) {
                add(Sort.VOLUME, true, start, end);
            } else if (path.matches("services", "*", "dependsOn", "*")) {
                add(Sort.SERVICE, false, start, end);
            }
        }

        @Override
        public void scalar(OutlinePath path, Style style, int start, int end) {
            if (style == Style.BLOCK || end < start) {
                return;
            }
            if (path.matches("services", "*", "networks", "*", "name")) {
                add(Sort.NETWORK, false, start, end);
            } else if (path.matches("services", "*", "volumes", "*", "name")) {
                add(Sort.VOLUME, false, start, end);
            } else if (path.matches("services", "*", "dependsOn", "*") && path.isList(3)) {
                add(Sort.SERVICE, false, start, end);
            } else if (path.matches("services", "*", "profiles", "*")) {
                add(Sort.PROFILE, false, start, end);
            }
        }

        @Override
        public void anchor(int start, int end) {
            add(Sort.ANCHOR, true, start, end);
        }

        @Override
        public void alias(int start, int end) {
            add(Sort.ANCHOR, false, start, end);
        }
    }
}
