package io.vmregistry.lsp.completion;

import io.vmregistry.lsp.document.Names.Sort;
import io.vmregistry.lsp.document.OpenDocument;
import io.vmregistry.lsp.image.ImageNames;
import io.vmregistry.lsp.outline.Place;
import io.vmregistry.spec.schema.Format;
import io.vmregistry.spec.schema.Shape;
import io.vmregistry.spec.schema.Shape.Choice;
import io.vmregistry.spec.schema.Shape.Field;
import io.vmregistry.spec.schema.Shape.Flag;
import io.vmregistry.spec.schema.Shape.Memory;
import io.vmregistry.spec.schema.Shape.Span;
import io.vmregistry.spec.schema.Shape.Text;
import io.vmregistry.spec.schema.Shape.Whole;
import java.util.List;
import java.util.Optional;
import org.eclipse.lsp4j.CompletionItemKind;

/** Values: words of a choice, names in scope, files, images, likely quantities, and the schema's example. */
final class ValueProposals {

    private static final int LIKELY = 1;
    private static final int POSSIBLE = 2;
    private static final int EXAMPLE = 4;
    private static final List<String> MEMORY = List.of("512MiB", "1GiB", "2GiB", "4GiB", "8GiB", "16GiB");
    private static final List<String> DISK = List.of("5GiB", "10GiB", "20GiB", "50GiB", "100GiB");

    private final OpenDocument document;
    private final Place place;
    private final Proposals proposals;
    private final ImageNames images;

    ValueProposals(OpenDocument document, Place place, Proposals proposals, ImageNames images) {
        this.document = document;
        this.place = place;
        this.proposals = proposals;
        this.images = images;
    }

    /** Names of this document that the place refers to. */
    void references() {
        List<String> path = place.path();
        if (path.size() < 3 || !path.getFirst().equals("services")) {
            return;
        }
        String key = path.get(2);
        boolean item = path.size() == 4;
        boolean name = path.size() == 5 && path.get(4).equals("name");
        if (key.equals("networks") && name) {
            names(Sort.NETWORK, "network");
        } else if (key.equals("volumes") && name) {
            names(Sort.VOLUME, "volume");
        } else if (key.equals("dependsOn") && item) {
            names(Sort.SERVICE, "service");
        } else if (key.equals("profiles") && item) {
            names(Sort.PROFILE, "profile");
        } else if (path.size() == 5 && key.equals("networks") && path.get(4).equals("staticIp")) {
            FreeAddress.in(document, path)
                    .ifPresent(address -> proposals.value(
                            address.toString(), CompletionItemKind.Value, LIKELY, "the next free address"));
        }
    }

    private void names(Sort sort, String detail) {
        String own = place.path().get(1);
        for (String name : document.names().given(sort)) {
            boolean itself = sort == Sort.SERVICE && name.equals(own);
            boolean halfTyped = sort == Sort.PROFILE && name.equals(proposals.prefix());
            if (!itself && !halfTyped) {
                proposals.value(name, CompletionItemKind.Reference, LIKELY, detail);
            }
        }
    }

    void of(Shape shape, Optional<Field> field) {
        switch (shape) {
            case Choice(List<Shape.Option> options) ->
                options.forEach(option -> proposals.add(
                        option.value(),
                        CompletionItemKind.EnumMember,
                        LIKELY,
                        option.description(),
                        "",
                        option.value()));
            case Flag flag -> all(List.of("true", "false"), CompletionItemKind.Value, LIKELY);
            case Memory memory -> all(MEMORY, CompletionItemKind.Unit, POSSIBLE);
            case Text(Format format) -> text(format);
            case Span span -> {}
            case Whole whole -> {}
            case Shape.Fields fields -> {}
            case Shape.Names names -> {}
            case Shape.Items items -> {}
            case Shape.Either either -> {}
        }
        if (isScalar(shape)) {
            field.flatMap(Field::example)
                    .ifPresent(example -> proposals.value(example, CompletionItemKind.Value, EXAMPLE, "an example"));
        }
    }

    private static boolean isScalar(Shape shape) {
        return shape instanceof Text || shape instanceof Memory || shape instanceof Span || shape instanceof Whole;
    }

    private void text(Format format) {
        switch (format) {
            case IMAGE -> {
                proposals.incomplete();
                all(images.known(), CompletionItemKind.Value, LIKELY);
            }
            case PATH, DISK_IMAGE ->
                FilePaths.below(document.surroundings(), proposals.prefix())
                        .forEach(path -> proposals.value(
                                path,
                                path.endsWith("/") ? CompletionItemKind.Folder : CompletionItemKind.File,
                                LIKELY,
                                ""));
            case DISK_SIZE -> all(DISK, CompletionItemKind.Unit, POSSIBLE);
            default -> {}
        }
        if (format == Format.PATH || format == Format.DISK_IMAGE) {
            proposals.incomplete();
        }
    }

    private void all(List<String> values, CompletionItemKind kind, int rank) {
        values.forEach(value -> proposals.value(value, kind, rank, ""));
    }
}
