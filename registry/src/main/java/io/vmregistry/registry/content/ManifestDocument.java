package io.vmregistry.registry.content;

import io.vmregistry.registry.content.ContentException.ManifestInvalid;
import io.vmregistry.spec.reference.Digest;
import io.vmregistry.store.manifest.ManifestOutline;
import io.vmregistry.store.manifest.ManifestReferences;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The parts of a manifest that a registry has to understand. Manifests of every media type are kept; what they name has
 * to be there.
 *
 * @param mediaType what the document says of itself
 * @param subject the manifest that it is about; need not be there
 */
record ManifestDocument(Optional<String> mediaType, ManifestReferences references, Optional<Digest> subject) {

    /** {@code type/subtype} (RFC 6838, section 4.2). It becomes a header of every answer with the manifest. */
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("%1$s/%1$s".formatted("[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}"));

    /**
     * Reads a manifest.
     *
     * @throws ManifestInvalid when it is none
     */
    static ManifestDocument parse(byte[] content) {
        ManifestOutline outline =
                ManifestOutline.parse(content).orElseThrow(() -> new ManifestInvalid("it is not a JSON object"));
        if (!outline.alone()) {
            throw new ManifestInvalid("something follows its JSON object");
        }
        if (outline.schemaVersion() != 2) {
            throw new ManifestInvalid("its schemaVersion is not 2");
        }
        if (!outline.hasContent()) {
            throw new ManifestInvalid("it has neither config, layers nor manifests");
        }
        ManifestReferences references = outline.references()
                .orElseThrow(() -> new ManifestInvalid("one of its descriptors has no valid digest and size"));
        if (outline.mediaType().filter(ManifestDocument::isNoMediaType).isPresent()) {
            throw new ManifestInvalid("its mediaType is not written as type/subtype");
        }
        return new ManifestDocument(outline.mediaType(), references, subject(outline));
    }

    private static Optional<Digest> subject(ManifestOutline outline) {
        return switch (outline.subject()) {
            case ManifestOutline.Subject.None() -> Optional.empty();
            case ManifestOutline.Subject.Named(Digest digest) -> Optional.of(digest);
            case ManifestOutline.Subject.Malformed() ->
                throw new ManifestInvalid("its subject is no descriptor with a valid digest and size");
        };
    }

    /**
     * The media type to keep it under.
     *
     * @param claimed what the client called it, without parameters; empty when it said nothing
     */
    String mediaType(String claimed) {
        if (claimed.isEmpty()) {
            return mediaType.orElseThrow(
                    () -> new ManifestInvalid("neither it nor the Content-Type header names its media type"));
        }
        if (isNoMediaType(claimed)) {
            throw new ManifestInvalid("the Content-Type header is not written as type/subtype");
        }
        if (mediaType.isPresent() && !mediaType.get().equals(claimed)) {
            throw new ManifestInvalid("its mediaType is \"" + mediaType.get() + "\" but the Content-Type header says \""
                    + claimed + "\"");
        }
        return claimed;
    }

    private static boolean isNoMediaType(String text) {
        return !MEDIA_TYPE.matcher(text).matches();
    }
}
