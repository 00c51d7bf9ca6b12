package io.vmregistry.spec.reference;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A registry's authority in an image reference: {@code host[:port]} where the host is {@code localhost}, has a dot, is a
 * bracketed IPv6 address, or is followed by a port. What has none of these is the first segment of a repository.
 */
public record RegistryHost(String authority) {

    private static final Pattern AUTHORITY =
            Pattern.compile("(?:\\[[0-9a-fA-F:.]+]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::[0-9]{1,5})?");

    public RegistryHost {
        if (!isHost(authority)) {
            throw new IllegalArgumentException("not a registry host: \"" + authority + "\"");
        }
    }

    public static Optional<RegistryHost> parse(String text) {
        return isHost(text) ? Optional.of(new RegistryHost(text)) : Optional.empty();
    }

    private static boolean isHost(String text) {
        return text.length() <= 255
                && AUTHORITY.matcher(text).matches()
                && (text.equals("localhost") || text.indexOf('.') >= 0 || text.indexOf(':') >= 0);
    }

    @Override
    public String toString() {
        return authority;
    }
}
