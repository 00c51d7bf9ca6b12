package io.vmregistry.spec.schema;

import io.vmregistry.spec.yaml.ScalarKind;
import io.vmregistry.spec.yaml.YamlNode;
import io.vmregistry.spec.yaml.YamlNode.Entry;
import io.vmregistry.spec.yaml.YamlNode.Mapping;
import io.vmregistry.spec.yaml.YamlNode.Scalar;
import io.vmregistry.spec.yaml.YamlNode.Sequence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The keys of one mapping, read leniently: what is absent, malformed or of another type is empty, because
 * {@link StructureCheck} has said so already. So a check can look at what is right in a document that has mistakes.
 */
public final class Keys {

    private static final Keys NONE = new Keys(Optional.empty());

    private final Optional<Mapping> mapping;

    private Keys(Optional<Mapping> mapping) {
        this.mapping = mapping;
    }

    public static Keys of(YamlNode node) {
        return node instanceof Mapping mapping ? new Keys(Optional.of(mapping)) : NONE;
    }

    public Optional<Entry> entry(String name) {
        return mapping.flatMap(keys -> keys.entry(name));
    }

    public boolean has(String name) {
        return entry(name).isPresent();
    }

    public Optional<YamlNode> node(String name) {
        return entry(name).map(Entry::value);
    }

    public Optional<Scalar> scalar(String name) {
        return node(name)
                .filter(Scalar.class::isInstance)
                .map(Scalar.class::cast)
                .filter(scalar -> !scalar.isNull());
    }

    public Optional<String> text(String name) {
        return scalar(name).map(Scalar::text);
    }

    public <T> Optional<T> value(String name, Function<String, Optional<T>> parser) {
        return text(name).flatMap(parser);
    }

    public Optional<Integer> number(String name) {
        return scalar(name)
                .flatMap(ScalarValues::whole)
                .filter(value -> value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE)
                .map(Math::toIntExact);
    }

    /** False when absent. */
    public boolean flag(String name) {
        return scalar(name)
                .filter(scalar -> scalar.kind() == ScalarKind.BOOLEAN)
                .filter(scalar -> scalar.text().equalsIgnoreCase("true"))
                .isPresent();
    }

    /** The keys of the mapping under {@code name}; none when it is no mapping. */
    public Keys keys(String name) {
        return node(name).map(Keys::of).orElse(NONE);
    }

    /** The entries of this mapping, in the order of the text. */
    public List<Entry> entries() {
        return mapping.map(Mapping::entries).orElse(List.of());
    }

    /** The entries of the mapping under {@code name}. */
    public List<Entry> entries(String name) {
        return keys(name).entries();
    }

    /** The items of the list under {@code name}. */
    public List<YamlNode> items(String name) {
        return node(name)
                .filter(Sequence.class::isInstance)
                .map(node -> ((Sequence) node).items())
                .orElse(List.of());
    }

    /** The scalars among the items of the list under {@code name}. */
    public List<Scalar> scalars(String name) {
        return items(name).stream()
                .filter(Scalar.class::isInstance)
                .map(Scalar.class::cast)
                .toList();
    }

    /** The texts of the mapping under {@code name}, in the order of the text. */
    public Map<String, String> texts(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Entry entry : entries(name)) {
            if (entry.value() instanceof Scalar scalar) {
                texts.put(entry.name(), scalar.text());
            }
        }
        return texts;
    }
}
