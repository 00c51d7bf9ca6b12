package io.vmregistry.spec.schema;

import io.vmregistry.spec.schema.Shape.Either;
import io.vmregistry.spec.schema.Shape.Field;
import io.vmregistry.spec.schema.Shape.Fields;
import io.vmregistry.spec.schema.Shape.Items;
import io.vmregistry.spec.schema.Shape.Names;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One format as data.
 *
 * @param description what the format is for
 */
public record Schema(DocumentKind kind, String description, Fields root) {

    public static Schema of(DocumentKind kind) {
        return switch (kind) {
            case VMFILE -> VmFileSchema.SCHEMA;
            case VMCOMPOSE -> VmComposeSchema.SCHEMA;
        };
    }

    /**
     * The key at a path such as {@code services, db, networks, 0, staticIp}: names of mappings and list positions are whatever
     * the document has there. Empty when the format has no such key.
     */
    public Optional<Field> field(List<String> path) {
        return path.isEmpty()
                ? Optional.empty()
                : shapes(root, path.subList(0, path.size() - 1))
                        .flatMap(shape -> fieldsOf(shape).stream())
                        .flatMap(fields -> fields.field(path.getLast()).stream())
                        .findFirst();
    }

    /** What may stand at a path; several shapes where alternatives differ. */
    public List<Shape> shapesAt(List<String> path) {
        return shapes(root, path).toList();
    }

    private static Stream<Shape> shapes(Shape shape, List<String> path) {
        if (shape instanceof Either(List<Shape> alternatives)) {
            return alternatives.stream().flatMap(alternative -> shapes(alternative, path));
        }
        if (path.isEmpty()) {
            return Stream.of(shape);
        }
        List<String> rest = path.subList(1, path.size());
        return switch (shape) {
            case Fields fields -> fields.field(path.getFirst()).stream().flatMap(field -> shapes(field.shape(), rest));
            case Names names -> shapes(names.value(), rest);
            case Items items -> shapes(items.item(), rest);
            default -> Stream.of();
        };
    }

    private static Optional<Fields> fieldsOf(Shape shape) {
        return shape instanceof Fields fields ? Optional.of(fields) : Optional.empty();
    }
}
