package io.vmregistry.auth.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a PostgreSQL database is and who we are there, {@code postgresql://user:password@host:port/database?option=value},
 * as libpq's documentation writes it ("Connection URIs"). Every part may be percent-encoded.
 *
 * @param host name or address; an IPv6 address stands in brackets
 * @param options of the JDBC driver, by its own names
 */
public record DatabaseUrl(
        String host, int port, String database, String username, String password, Map<String, String> options) {

    private static final int DEFAULT_PORT = 5432;

    /** libpq's options that are understood, and what the JDBC driver calls them. Others could load code or files. */
    private static final Map<String, String> KNOWN_OPTIONS = Map.of(
            "sslmode", "sslmode",
            "sslrootcert", "sslrootcert",
            "sslcert", "sslcert",
            "sslkey", "sslkey",
            "application_name", "ApplicationName",
            "connect_timeout", "connectTimeout",
            "target_session_attrs", "targetServerType");

    public DatabaseUrl {
        if (host.isEmpty() || database.isEmpty() || username.isEmpty() || port < 1 || port > 65535) {
            throw new IllegalArgumentException("a database needs a host, a port, a name and a user");
        }
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /**
     * Reads the text.
     *
     * @throws IllegalArgumentException with a message for the operator, which does not repeat the password
     */
    public static DatabaseUrl of(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "the database URL is no URL (%s); characters such as @ : / ? # %% in a password are written %%40 %%3A %%2F %%3F %%23 %%25"
                            .formatted(e.getReason()));
        }
        if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme())) {
            throw new IllegalArgumentException("the database URL must begin with postgresql://");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "the database URL must name one host: postgresql://user:password@host:port/database");
        }
        String userInfo = Optional.ofNullable(uri.getRawUserInfo()).orElse("");
        int colon = userInfo.indexOf(':');
        String username = decode(colon < 0 ? userInfo : userInfo.substring(0, colon));
        String password = colon < 0 ? "" : decode(userInfo.substring(colon + 1));
        if (username.isEmpty()) {
            throw new IllegalArgumentException(
                    "the database URL must name a user: postgresql://user:password@host:port/database");
        }
        String path = Optional.ofNullable(uri.getRawPath()).orElse("");
        String database = path.length() < 2 ? username : decode(path.substring(1));
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        if (port == 0 || port > 65535) {
            throw new IllegalArgumentException("the database URL names port %d, which does not exist".formatted(port));
        }
        return new DatabaseUrl(
                uri.getHost(),
                port,
                database,
                username,
                password,
                options(Optional.ofNullable(uri.getRawQuery()).orElse("")));
    }

    private static Map<String, String> options(String query) {
        Map<String, String> options = new LinkedHashMap<>();
        Arrays.stream(query.split("&")).filter(part -> !part.isEmpty()).forEach(part -> {
            int equals = part.indexOf('=');
            String name = decode(equals < 0 ? part : part.substring(0, equals));
            String known = KNOWN_OPTIONS.get(name);
            if (known == null) {
                throw new IllegalArgumentException("the database URL has the option \"%s\"; understood are %s"
                        .formatted(
                                name, KNOWN_OPTIONS.keySet().stream().sorted().collect(Collectors.joining(", "))));
            }
            options.put(known, equals < 0 ? "" : driverValue(name, decode(part.substring(equals + 1))));
        });
        return options;
    }

    /** The driver has words of its own for the kinds of server. */
    private static String driverValue(String option, String value) {
        if (!option.equals("target_session_attrs")) {
            return value;
        }
        return switch (value) {
            case "read-write" -> "primary";
            case "prefer-standby" -> "preferSecondary";
            case "standby" -> "secondary";
            default -> value;
        };
    }

    /** A plus sign is itself here, unlike in forms. */
    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    /** For the JDBC driver; without the user and the password, which travel beside it. */
    public String jdbcUrl() {
        String query = options.entrySet().stream()
                .map(option -> encode(option.getKey()) + "=" + encode(option.getValue()))
                .collect(Collectors.joining("&"));
        return "jdbc:postgresql://" + host + ":" + port + "/" + encode(database) + (query.isEmpty() ? "" : "?" + query);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "postgresql://" + encode(username) + "@" + host + ":" + port + "/" + encode(database);
    }
}
