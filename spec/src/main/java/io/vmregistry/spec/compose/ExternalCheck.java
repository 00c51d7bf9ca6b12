package io.vmregistry.spec.compose;

import io.vmregistry.spec.diagnostic.Code;
import io.vmregistry.spec.diagnostic.Findings;
import io.vmregistry.spec.schema.Keys;
import io.vmregistry.spec.yaml.YamlNode.Entry;
import java.util.List;

/** What exists already is named, not described. */
final class ExternalCheck {

    private ExternalCheck() {}

    /** Reports the keys that would describe something external. */
    static void check(String what, Entry definition, List<String> definingKeys, Findings findings) {
        Keys keys = Keys.of(definition.value());
        for (String key : definingKeys) {
            keys.entry(key)
                    .ifPresent(entry -> findings.add(
                            Code.EXTERNAL,
                            entry.key().range(),
                            "%s \"%s\" is external, %s cannot be set here".formatted(what, definition.name(), key),
                            "remove %s, or external".formatted(key)));
        }
    }

    /** Reports a name that only something external can have. */
    static void checkNameless(String what, Entry definition, Findings findings) {
        Keys.of(definition.value())
                .entry("name")
                .ifPresent(entry -> findings.add(
                        Code.EXTERNAL,
                        entry.key().range(),
                        "%s \"%s\" has a name but is not external".formatted(what, definition.name()),
                        "add external: true, or remove name"));
    }
}
