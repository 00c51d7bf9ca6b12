package io.vmregistry.spec.cloudinit;

import io.vmregistry.spec.cloudinit.CloudConfigKeys.Kind;
import io.vmregistry.spec.diagnostic.Code;
import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.diagnostic.Findings;
import io.vmregistry.spec.schema.Nearest;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.text.TextRange;
import io.vmregistry.spec.yaml.YamlDocument;
import io.vmregistry.spec.yaml.YamlNode;
import io.vmregistry.spec.yaml.YamlNode.Entry;
import io.vmregistry.spec.yaml.YamlNode.Mapping;
import io.vmregistry.spec.yaml.YamlNode.Scalar;
import io.vmregistry.spec.yaml.YamlReader;
import java.util.Optional;

/**
 * Looks into user data that says it is a cloud-config: is it YAML, does cloud-init know its outermost keys, are their values of
 * the kind it wants. Everything is a warning, for a guest's cloud-init may be newer than this list.
 */
public final class CloudConfigCheck {

    private static final String SIGN = "#cloud-config";

    /** What the guest's reader takes and the documents' reader does not. */
    private static final java.util.Set<Code> TAKEN_BY_GUESTS = java.util.EnumSet.of(
            Code.YAML_MERGE_KEY, Code.YAML_TAG, Code.YAML_EMPTY, Code.YAML_BYTE_ORDER_MARK, Code.YAML_TOO_LARGE);

    private CloudConfigCheck() {}

    /** Looks at the value of {@code userData}; nothing is said of scripts and of what is no text. */
    public static void check(SourceText source, YamlNode userData, Findings findings) {
        if (!(userData instanceof Scalar scalar) || !startsWithSign(scalar.text())) {
            return;
        }
        InnerPlaces places = InnerPlaces.of(source, scalar);
        YamlDocument document = YamlReader.read(SourceText.of("userData", scalar.text()));
        for (Diagnostic found : document.diagnostics()) {
            if (!TAKEN_BY_GUESTS.contains(found.code())) {
                findings.add(
                        Code.CLOUD_CONFIG_SYNTAX,
                        places.of(found.range()),
                        "in the cloud-config: " + found.message(),
                        found.hint().orElse("correct it"));
            }
        }
        document.root().ifPresent(root -> checkRoot(root, places, findings));
    }

    private static boolean startsWithSign(String text) {
        return text.startsWith(SIGN)
                && text.substring(SIGN.length()).lines().findFirst().orElse("").isBlank();
    }

    private static void checkRoot(YamlNode root, InnerPlaces places, Findings findings) {
        if (root instanceof Mapping mapping) {
            mapping.entries().forEach(entry -> checkKey(entry, places, findings));
        } else {
            findings.add(
                    Code.CLOUD_CONFIG_VALUE,
                    places.of(root.range()),
                    "a cloud-config is a mapping, not " + root.description(),
                    "write key: value");
        }
    }

    private static void checkKey(Entry entry, InnerPlaces places, Findings findings) {
        TextRange place = places.of(entry.key().range());
        Optional<Kind> kind = CloudConfigKeys.kindOf(entry.name());
        if (kind.isEmpty()) {
            findings.add(
                    Code.CLOUD_CONFIG_KEY,
                    place,
                    "cloud-init has no key \"%s\"".formatted(entry.name()),
                    Nearest.to(entry.name(), CloudConfigKeys.names())
                            .map("did you mean %s?"::formatted)
                            .orElse("remove it, unless a module of the guest reads it"));
        } else if (!kind.get().accepts(entry.value())) {
            findings.add(
                    Code.CLOUD_CONFIG_VALUE,
                    place,
                    "%s must be %s, not %s"
                            .formatted(
                                    entry.name(),
                                    kind.get().description(),
                                    entry.value().description()),
                    "write " + kind.get().description());
        }
    }
}
