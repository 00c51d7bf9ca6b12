package io.vmregistry.registry.api.route;

import io.vmregistry.registry.api.ApiException;
import io.vmregistry.registry.api.ErrorCode;
import io.vmregistry.registry.api.Exchange;
import io.vmregistry.spec.reference.Digest;
import java.util.Optional;

/** {@code ?digest=<algorithm>:<hex>}: the digest that the client says what it sends has. */
final class DigestQuery {

    private static final String FORM = "?digest= is written <algorithm>:<hex>, with sha256 and 64 or sha512 and 128"
            + " lower-case hexadecimal digits";

    private DigestQuery() {}

    /**
     * Empty when the client does not say.
     *
     * @throws ApiException when it is no digest
     */
    static Optional<Digest> read(Exchange exchange) {
        String text = exchange.query("digest");
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(Digest.parse(text).orElseThrow(DigestQuery::refusal));
    }

    /** As {@link #read}, where the client has to say. */
    static Digest require(Exchange exchange) {
        return read(exchange).orElseThrow(DigestQuery::refusal);
    }

    private static ApiException refusal() {
        return new ApiException(400, ErrorCode.DIGEST_INVALID, FORM);
    }
}
