package io.vmregistry.spec.schema;

import io.vmregistry.spec.yaml.ScalarKind;
import io.vmregistry.spec.yaml.YamlNode.Scalar;
import java.util.Optional;

/** The values of scalars by YAML's core schema. */
final class ScalarValues {

    private ScalarValues() {}

    /** Empty for what is no whole number, or none that fits a long. */
    static Optional<Long> whole(Scalar scalar) {
        if (scalar.kind() != ScalarKind.INTEGER) {
            return Optional.empty();
        }
        String text = scalar.text();
        try {
            if (text.startsWith("0o")) {
                return Optional.of(Long.parseLong(text.substring(2), 8));
            }
            return Optional.of(text.startsWith("0x") ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
