package io.vmregistry.client.auth;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a registry sends a client that needs a token: {@code WWW-Authenticate: Bearer realm="…",service="…",scope="…"}
 * (RFC 6750, and the Docker registry's token specification).
 *
 * @param scopes empty when the registry names none
 */
public record Challenge(URI realm, Optional<String> service, List<String> scopes) {

    private static final Pattern PARAMETER =
            Pattern.compile("\\G[\\s,]*([A-Za-z_]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s,\"]+))");

    public Challenge {
        scopes = List.copyOf(scopes);
    }

    /** Empty when the header is no bearer challenge, or its realm no http address. */
    public static Optional<Challenge> parse(String header) {
        String text = header.strip();
        if (!text.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Optional.empty();
        }
        Map<String, String> parameters = parameters(text.substring(7));
        return Optional.ofNullable(parameters.get("realm"))
                .flatMap(Challenge::address)
                .map(realm -> new Challenge(
                        realm,
                        Optional.ofNullable(parameters.get("service")),
                        Optional.ofNullable(parameters.get("scope"))
                                .filter(scope -> !scope.isBlank())
                                .map(scope -> List.of(scope.strip().split("\\s+")))
                                .orElse(List.of())));
    }

    private static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher matcher = PARAMETER.matcher(text);
        while (matcher.find()) {
            String quoted = matcher.group(2);
            String value = quoted != null ? quoted.replaceAll("\\\\(.)", "$1") : matcher.group(3);
            parameters.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), value);
        }
        return parameters;
    }

    private static Optional<URI> address(String text) {
        try {
            URI uri = URI.create(text);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return http && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
