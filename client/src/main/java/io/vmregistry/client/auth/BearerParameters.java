package io.vmregistry.client.auth;

import io.vmregistry.client.http.HttpAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parameters of a bearer challenge: {@code realm="…",service="…",scope="…"}. */
final class BearerParameters {

    private static final Pattern PARAMETER =
            Pattern.compile("\\G[\\s,]*([A-Za-z_]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s,\"]+))");

    private BearerParameters() {}

    static Optional<Challenge> read(String text) {
        Map<String, String> parameters = parse(text);
        return Optional.ofNullable(parameters.get("realm"))
                .flatMap(HttpAddress::parse)
                .map(realm -> new Challenge.Bearer(
                        realm,
                        Optional.ofNullable(parameters.get("service")),
                        Optional.ofNullable(parameters.get("scope"))
                                .filter(scope -> !scope.isBlank())
                                .map(scope -> List.of(scope.strip().split("\\s+")))
                                .orElse(List.of())));
    }

    private static Map<String, String> parse(String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher matcher = PARAMETER.matcher(text);
        while (matcher.find()) {
            String quoted = matcher.group(2);
            String value = quoted != null ? quoted.replaceAll("\\\\(.)", "$1") : matcher.group(3);
            parameters.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), value);
        }
        return parameters;
    }
}
