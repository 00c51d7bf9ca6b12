package io.vmregistry.spec.reference;

import java.util.Optional;

/** What names a manifest inside a repository: a tag, which can move, or a digest, which cannot. */
public sealed interface Reference {

    /** A tag is tried last: every digest has a colon and no tag has one. */
    static Optional<Reference> parse(String text) {
        Optional<Digest> digest = Digest.parse(text);
        return digest.isPresent() ? digest.map(ByDigest::new) : Tag.parse(text).map(ByTag::new);
    }

    record ByTag(Tag tag) implements Reference {
        @Override
        public String toString() {
            return tag.value();
        }
    }

    record ByDigest(Digest digest) implements Reference {
        @Override
        public String toString() {
            return digest.toString();
        }
    }
}
