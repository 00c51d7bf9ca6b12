package io.vmregistry.lsp.action;

import io.vmregistry.lsp.completion.FreeAddress;
import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.spec.diagnostic.Diagnostic;
import io.vmregistry.spec.net.Subnet;
import io.vmregistry.spec.schema.Keys;
import io.vmregistry.spec.schema.Schema;
import io.vmregistry.spec.schema.Shape.Field;
import io.vmregistry.spec.schema.Shape.Fields;
import io.vmregistry.spec.yaml.Checked;
import io.vmregistry.spec.yaml.YamlNode;
import io.vmregistry.spec.yaml.YamlNode.Mapping;
import io.vmregistry.spec.yaml.YamlNode.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.lsp4j.CodeAction;

/** What would put a diagnostic right. */
final class Corrections {

    private static final Pattern GUESS = Pattern.compile("did you mean (\\S+)\\?");

    private Corrections() {}

    static List<CodeAction> of(OpenDocument document, Checked checked, Diagnostic diagnostic) {
        Optional<YamlNode> root = checked.tree();
        if (root.isEmpty()) {
            return List.of();
        }
        Steps steps = Steps.to(root.get(), diagnostic.range().start());
        return switch (diagnostic.code()) {
            case VMFILE_UNKNOWN_KEY,
                    COMPOSE_UNKNOWN_KEY,
                    VMFILE_NOT_A_CHOICE,
                    COMPOSE_NOT_A_CHOICE,
                    NETWORK_UNKNOWN,
                    VOLUME_UNKNOWN,
                    SERVICE_UNKNOWN -> guess(document, diagnostic).stream().toList();
            case VMFILE_MISSING_KEY, COMPOSE_MISSING_KEY ->
                missing(document, diagnostic, steps).stream().toList();
            case COMPOSE_BAD_FORM ->
                subnet(document, diagnostic, steps).stream().toList();
            case ADDRESS_TWICE, ADDRESS_OUTSIDE_SUBNET, GATEWAY ->
                address(document, diagnostic, root.get(), steps).stream().toList();
            default -> List.of();
        };
    }

    /** The known word that the front end takes the unknown one for. */
    private static Optional<CodeAction> guess(OpenDocument document, Diagnostic diagnostic) {
        Matcher guess = GUESS.matcher(diagnostic.hint().orElse(""));
        return guess.find()
                ? Optional.of(Edits.fix(
                        document,
                        diagnostic,
                        "Change to \"" + guess.group(1) + "\"",
                        diagnostic.range(),
                        guess.group(1)))
                : Optional.empty();
    }

    /** All keys that a mapping lacks, with the schema's examples as values. */
    private static Optional<CodeAction> missing(OpenDocument document, Diagnostic diagnostic, Steps steps) {
        for (int depth = steps.nodes().size() - 1; depth >= 0; depth--) {
            if (steps.nodes().get(depth) instanceof Mapping mapping) {
                List<Field> lacking =
                        lacking(document.schema().orElseThrow(), steps.path().subList(0, depth), mapping);
                Optional<Insertion> insertion =
                        lacking.isEmpty() ? Optional.empty() : Insertion.into(document, mapping);
                if (insertion.isPresent()) {
                    String names =
                            String.join(", ", lacking.stream().map(Field::name).toList());
                    return Optional.of(Edits.fix(
                            document,
                            diagnostic,
                            "Add " + names,
                            insertion.get().place(),
                            insertion.get().text(lacking)));
                }
            }
        }
        return Optional.empty();
    }

    private static List<Field> lacking(Schema schema, List<String> path, Mapping mapping) {
        return schema.shapesAt(path).stream()
                .flatMap(shape -> shape instanceof Fields fields ? fields.fields().stream() : Stream.<Field>of())
                .filter(field -> field.required() && mapping.entry(field.name()).isEmpty())
                .toList();
    }

    private static Optional<CodeAction> subnet(OpenDocument document, Diagnostic diagnostic, Steps steps) {
        if (!(steps.last() instanceof Scalar scalar) || !steps.startsWith("networks", "*", "subnet")) {
            return Optional.empty();
        }
        return Subnet.parseAny(scalar.text())
                .map(subnet -> Edits.fix(
                        document, diagnostic, "Write the subnet as " + subnet, scalar.range(), subnet.toString()));
    }

    private static Optional<CodeAction> address(
            OpenDocument document, Diagnostic diagnostic, YamlNode root, Steps steps) {
        if (!steps.startsWith("services", "*", "networks", "*", "staticIp")
                || !(steps.last() instanceof Scalar scalar)) {
            return Optional.empty();
        }
        return Keys.of(steps.nodes().get(steps.nodes().size() - 2))
                .text("name")
                .flatMap(network -> FreeAddress.of(Keys.of(root), network))
                .map(address -> Edits.fix(
                        document, diagnostic, "Use the free address " + address, scalar.range(), address.toString()));
    }
}
