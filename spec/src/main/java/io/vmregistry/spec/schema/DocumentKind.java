package io.vmregistry.spec.schema;

import io.vmregistry.spec.yaml.YamlNode;
import io.vmregistry.spec.yaml.YamlNode.Entry;
import io.vmregistry.spec.yaml.YamlNode.Mapping;
import io.vmregistry.spec.yaml.YamlNode.Scalar;
import java.util.Locale;
import java.util.Optional;

/** The formats there are. */
public enum DocumentKind {
    VMFILE("VMFile"),
    VMCOMPOSE("VMCompose");

    private final String label;

    DocumentKind(String label) {
        this.label = label;
    }

    /** The word behind {@code kind:}. */
    public String label() {
        return label;
    }

    /** What a document is by what it says: its {@code kind}, else the keys that only one format has. */
    public static Optional<DocumentKind> of(YamlNode root) {
        if (!(root instanceof Mapping mapping)) {
            return Optional.empty();
        }
        Optional<String> kind = mapping.entry("kind")
                .map(Entry::value)
                .filter(Scalar.class::isInstance)
                .map(value -> ((Scalar) value).text());
        for (DocumentKind known : values()) {
            if (kind.filter(known.label::equals).isPresent()) {
                return Optional.of(known);
            }
        }
        if (has(mapping, "services") || has(mapping, "networks") || has(mapping, "volumes")) {
            return Optional.of(VMCOMPOSE);
        }
        return has(mapping, "spec") || has(mapping, "metadata") ? Optional.of(VMFILE) : Optional.empty();
    }

    /**
     * What a file is by its name: {@code VMFile}, {@code *.VMFile}, {@code *.vmfile.yaml}, {@code VMCompose}, {@code *.VMCompose},
     * {@code vmcompose.yaml}, {@code *.vmcompose.yaml}.
     */
    public static Optional<DocumentKind> ofFileName(String fileName) {
        String name = fileName.substring(fileName.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        String bare = name.replaceFirst("\\.ya?ml$", "");
        for (DocumentKind kind : values()) {
            String word = kind.label.toLowerCase(Locale.ROOT);
            if (bare.equals(word) || bare.endsWith("." + word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private static boolean has(Mapping mapping, String key) {
        return mapping.entry(key).isPresent();
    }
}
