package io.vmregistry.registry.api;

import io.vmregistry.spec.reference.Digest;

/** Content is its digest, so the digest is its entity tag (RFC 9110, section 8.8.3), a strong one. */
public record EntityTag(Digest digest) {

    /** Whether an {@code If-None-Match} header says that the client has it. */
    public boolean isIn(String header) {
        for (String candidate : header.split(",", -1)) {
            String tag = candidate.strip();
            if (tag.equals("*") || tag.equals(toString()) || tag.equals("W/" + this)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "\"" + digest + "\"";
    }
}
