package io.vmregistry.lsp.hover;

import io.vmregistry.spec.interpolation.Interpolated;
import io.vmregistry.spec.interpolation.Interpolation;
import io.vmregistry.spec.net.Subnet;
import io.vmregistry.spec.schema.Format;
import io.vmregistry.spec.schema.Shape;
import io.vmregistry.spec.text.SourceText;
import io.vmregistry.spec.unit.ByteSize;
import io.vmregistry.spec.unit.DurationFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a value comes to: its variables replaced, its quantity in canonical units. */
public final class ValueMeaning {

    private static final int LONGEST = 200;

    private ValueMeaning() {}

    /** Sentences in Markdown, none for a value that says everything itself. */
    static List<String> of(List<Shape> shapes, String written, Map<String, String> variables) {
        List<String> parts = new ArrayList<>();
        Optional<String> resolved = resolved(written, variables);
        resolved.ifPresent(text -> parts.add("Resolved: `" + text + "`"));
        if (resolved.isEmpty() && written.contains("${")) {
            parts.add("A variable of it is not set here.");
        }
        String value = resolved.orElse(written);
        for (Shape shape : shapes) {
            canonical(shape, value)
                    .filter(form -> !form.equals(value))
                    .ifPresent(form -> parts.add("= `" + form + "`"));
        }
        return parts;
    }

    /** The text with its variables replaced; empty when it has none, or one that is not set. */
    public static Optional<String> resolved(String written, Map<String, String> variables) {
        if (!written.contains("${")) {
            return Optional.empty();
        }
        Interpolated interpolated = Interpolation.apply(SourceText.of("value", written), variables);
        String text = interpolated.source().text();
        return interpolated.diagnostics().isEmpty() && text.length() <= LONGEST && text.indexOf('`') < 0
                ? Optional.of(text)
                : Optional.empty();
    }

    /** The canonical form of a quantity. */
    public static Optional<String> canonical(Shape shape, String value) {
        return switch (shape) {
            case Shape.Memory memory -> ByteSize.parseMemory(value).map(ByteSize::toString);
            case Shape.Span span -> DurationFormat.parse(value).map(DurationFormat::print);
            case Shape.Text(Format format) ->
                switch (format) {
                    case DISK_SIZE -> ByteSize.parse(value).map(ByteSize::toString);
                    case SUBNET ->
                        Subnet.parse(value).map(subnet -> "%s to %s".formatted(subnet.firstHost(), subnet.lastHost()));
                    default -> Optional.empty();
                };
            case Shape.Whole whole -> Optional.empty();
            case Shape.Flag flag -> Optional.empty();
            case Shape.Choice choice -> Optional.empty();
            case Shape.Fields fields -> Optional.empty();
            case Shape.Names names -> Optional.empty();
            case Shape.Items items -> Optional.empty();
            case Shape.Either either -> Optional.empty();
        };
    }
}
