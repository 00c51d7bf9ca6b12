package io.vmregistry.daemon.compose.plan;

import io.vmregistry.spec.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What decides whether something is the wanted one: named fields in canonical text. Texts that can hold secrets stand in it
 * as their digest, so that a configuration can be stored and shown.
 */
public record Configuration(SortedMap<String, String> fields) {

    /** Of something whose fields are not known. */
    public static final Configuration UNKNOWN = new Configuration(new TreeMap<>());

    public Configuration {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }

    /** Equal configurations have equal hashes, in every version of the daemon: 32 hex digits. */
    public String hash() {
        StringBuilder canonical = new StringBuilder();
        fields.forEach((key, value) -> canonical
                .append(key.length())
                .append(':')
                .append(key)
                .append(value.length())
                .append(':')
                .append(value));
        return Digest.of(canonical.toString().getBytes(StandardCharsets.UTF_8))
                .hex()
                .substring(0, 32);
    }

    /** What differs, in the order of the fields' names; empty when nothing does. */
    public List<FieldChange> changesTo(Configuration wanted) {
        SortedSet<String> names = new TreeSet<>(fields.keySet());
        names.addAll(wanted.fields.keySet());
        List<FieldChange> changes = new ArrayList<>();
        for (String name : names) {
            String from = fields.getOrDefault(name, "");
            String to = wanted.fields.getOrDefault(name, "");
            if (!from.equals(to)) {
                changes.add(new FieldChange(name, from, to));
            }
        }
        return List.copyOf(changes);
    }
}
