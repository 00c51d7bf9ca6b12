package io.vmregistry.spec.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A mapping to be written, key by key. */
public final class MappingBuilder {

    private final Map<String, YamlNode> entries = new LinkedHashMap<>();

    public MappingBuilder put(String key, YamlNode value) {
        entries.put(key, value);
        return this;
    }

    public MappingBuilder text(String key, Object value) {
        return put(key, YamlNode.scalar(value.toString()));
    }

    public MappingBuilder number(String key, long value) {
        return put(key, YamlNode.number(value));
    }

    public MappingBuilder flag(String key, boolean value) {
        return put(key, YamlNode.flag(value));
    }

    /** Leaves the key out when there is no item. */
    public MappingBuilder items(String key, List<? extends YamlNode> items) {
        return items.isEmpty() ? this : put(key, YamlNode.sequence(items));
    }

    /** Leaves the key out when there is no entry. */
    public MappingBuilder texts(String key, Map<String, String> texts) {
        MappingBuilder builder = new MappingBuilder();
        texts.forEach(builder::text);
        return builder.entries.isEmpty() ? this : put(key, builder.done());
    }

    public YamlNode.Mapping done() {
        return YamlNode.mapping(entries);
    }

    /** The mapping, unless it is empty. */
    public Optional<YamlNode.Mapping> doneUnlessEmpty() {
        return entries.isEmpty() ? Optional.empty() : Optional.of(done());
    }
}
