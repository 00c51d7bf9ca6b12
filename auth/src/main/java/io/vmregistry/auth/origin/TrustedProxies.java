package io.vmregistry.auth.origin;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Whose word about a client's address is taken. A proxy appends the address of who called it to
 * {@code X-Forwarded-For}; what stands left of what a trusted proxy appended, the client may have written.
 */
public record TrustedProxies(List<AddressBlock> blocks) {

    /** Longest chain that is looked at. */
    private static final int MAX_HOPS = 32;

    public TrustedProxies {
        blocks = List.copyOf(blocks);
    }

    /**
     * The client: the peer, unless that is a trusted proxy; then the last address of the chain that is none. Where the
     * chain cannot be read it ends, and the proxy that passed it on counts as the client.
     *
     * @param forwarded the values of {@code X-Forwarded-For} in their order
     */
    public InetAddress clientOf(InetAddress peer, List<String> forwarded) {
        InetAddress client = peer;
        List<String> chain = forwarded.stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .toList();
        for (String hop : chain.reversed().stream().limit(MAX_HOPS).toList()) {
            Optional<InetAddress> caller = literal(hop.strip());
            if (!isTrusted(client) || caller.isEmpty()) {
                return client;
            }
            client = caller.get();
        }
        return client;
    }

    private boolean isTrusted(InetAddress address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
