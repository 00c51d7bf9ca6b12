package io.vmregistry.lsp.action;

import io.vmregistry.spec.text.Position;
import io.vmregistry.spec.yaml.YamlNode;
import io.vmregistry.spec.yaml.YamlNode.Entry;
import io.vmregistry.spec.yaml.YamlNode.Mapping;
import io.vmregistry.spec.yaml.YamlNode.Scalar;
import io.vmregistry.spec.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way from a tree's root to the place of a position.
 *
 * @param path names and list positions
 * @param nodes the values on the way, the root first and one more than the path has steps
 */
record Steps(List<String> path, List<YamlNode> nodes) {

    Steps {
        path = List.copyOf(path);
        nodes = List.copyOf(nodes);
    }

    static Steps to(YamlNode root, Position position) {
        List<String> path = new ArrayList<>();
        List<YamlNode> nodes = new ArrayList<>(List.of(root));
        Optional<YamlNode> next = Optional.of(root);
        while (next.isPresent()) {
            next = step(next.get(), position, path);
            next.ifPresent(nodes::add);
        }
        return new Steps(path, nodes);
    }

    private static Optional<YamlNode> step(YamlNode node, Position position, List<String> path) {
        switch (node) {
            case Scalar scalar -> {
                return Optional.empty();
            }
            case Sequence sequence -> {
                for (int i = 0; i < sequence.items().size(); i++) {
                    if (sequence.items().get(i).range().touches(position)) {
                        path.add(Integer.toString(i));
                        return Optional.of(sequence.items().get(i));
                    }
                }
                return Optional.empty();
            }
            case Mapping mapping -> {
                for (Entry entry : mapping.entries()) {
                    if (entry.range().touches(position)) {
                        path.add(entry.name());
                        return Optional.of(entry.value());
                    }
                }
                return Optional.empty();
            }
        }
    }

    /** Whether the path's first steps are these; {@code *} stands for any. */
    boolean startsWith(String... pattern) {
        if (path.size() < pattern.length) {
            return false;
        }
        for (int i = 0; i < pattern.length; i++) {
            if (!pattern[i].equals("*") && !pattern[i].equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }

    YamlNode last() {
        return nodes.getLast();
    }
}
