package io.vmregistry.lsp.document;

import io.vmregistry.spec.schema.DocumentKind;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which documents are ours: by name, else by what the outermost keys say. */
final class Recognition {

    private static final Pattern API_VERSION =
            Pattern.compile("(?m)^(?:\uFEFF)?[\"']?apiVersion[\"']?[ \t]*:[ \t]*[\"']?vmregistry\\.io/");
    private static final Pattern KIND = Pattern.compile("(?m)^kind[ \t]*:[ \t]*[\"']?(VMFile|VMCompose)\\b");
    private static final Pattern COMPOSE_KEY = Pattern.compile("(?m)^(?:services|networks|volumes)[ \t]*:");
    private static final Pattern VMFILE_KEY = Pattern.compile("(?m)^(?:metadata|spec)[ \t]*:");

    private Recognition() {}

    static Optional<DocumentKind> of(String uri, String text) {
        return DocumentKind.ofFileName(uri.replace(':', '/')).or(() -> byContent(text));
    }

    private static Optional<DocumentKind> byContent(String text) {
        if (!text.contains("vmregistry.io/") || !API_VERSION.matcher(text).find()) {
            return Optional.empty();
        }
        boolean resource = VMFILE_KEY.matcher(text).find();
        Matcher kind = KIND.matcher(text);
        if (kind.find()) {
            boolean compose = kind.group(1).equals(DocumentKind.VMCOMPOSE.label());
            // Kubernetes' resource of the same kind has the document inside its spec, and a schema of its own.
            return compose && resource
                    ? Optional.empty()
                    : Optional.of(compose ? DocumentKind.VMCOMPOSE : DocumentKind.VMFILE);
        }
        if (COMPOSE_KEY.matcher(text).find()) {
            return Optional.of(DocumentKind.VMCOMPOSE);
        }
        return resource ? Optional.of(DocumentKind.VMFILE) : Optional.empty();
    }
}
