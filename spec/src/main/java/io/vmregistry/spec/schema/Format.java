package io.vmregistry.spec.schema;

import io.vmregistry.spec.net.Ipv4Address;
import io.vmregistry.spec.net.MacAddress;
import io.vmregistry.spec.net.PortMapping;
import io.vmregistry.spec.net.Subnet;
import io.vmregistry.spec.reference.ImageReference;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.spec.unit.ByteSize;
import io.vmregistry.spec.unit.DurationFormat;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * The forms that texts have. Each has a description for people, a regular expression for the JSON Schema that accepts every
 * valid text (and possibly some more), and the test that decides.
 */
public enum Format {
    FREE_TEXT("text", Optional.empty(), text -> true),
    NON_EMPTY("text that is not empty", Optional.of("\\S"), text -> !text.isBlank()),
    PATH("a file's path", Optional.of("\\S"), text -> !text.isBlank() && text.indexOf('\0') < 0),
    GUEST_PATH(
            "an absolute path in the guest",
            Optional.of("^/.*[^/]$"),
            Pattern.compile("/.*(?<!/)").asMatchPredicate()),
    URL("a URL with http:// or https://", Optional.of("^[hH][tT][tT][pP][sS]?://"), Format::isHttpUrl),
    DISK_IMAGE("a path, or an https:// or oci:// address", Optional.of("\\S"), Format::isDiskImage),
    REPOSITORY(
            "an image name: lower-case segments of [a-z0-9._-] with slashes between them, at most 255 characters, no registry in front",
            Optional.of("^[a-z0-9][a-z0-9._/-]{0,254}$"),
            Format::isRepository),
    IMAGE(
            "an image reference: [host/]name[:tag] or name@sha256:…",
            Optional.of("^[A-Za-z0-9\\[][^\\s]*$"),
            text -> ImageReference.parse(text).isPresent()),
    DISK_SIZE(
            "a size with its unit, such as 20G or 20GiB",
            Optional.of("^\\s*[0-9]+(\\.[0-9]+)?\\s*([KkMmGgTt]([iI]?[bB])?|[bB])\\s*$"),
            text -> ByteSize.parse(text).isPresent()),
    MEMORY_SIZE(
            "a size of memory such as 4GiB or 512M; a bare number is in MiB",
            Optional.of("^\\s*[0-9]+(\\.[0-9]+)?\\s*([KkMmGgTt]([iI]?[bB])?|[bB])?\\s*$"),
            text -> ByteSize.parseMemory(text).isPresent()),
    DURATION(
            "a duration such as 500ms, 5s, 1m30s or 2h",
            Optional.of("^([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$"),
            text -> DurationFormat.parse(text).isPresent()),
    IPV4(
            "an IPv4 address",
            Optional.of("^[0-9]{1,3}(\\.[0-9]{1,3}){3}$"),
            text -> Ipv4Address.parse(text).isPresent()),
    SUBNET(
            "an IPv4 subnet such as 192.168.70.0/24, without bits behind the prefix",
            Optional.of("^[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}$"),
            text -> Subnet.parse(text).isPresent()),
    MAC(
            "a MAC address of one card, such as 52:54:00:12:34:56",
            Optional.of("^[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}$"),
            text -> MacAddress.parse(text).filter(MacAddress::isAssignable).isPresent()),
    PORT(
            "[address:]hostPort:guestPort[/tcp|/udp]",
            Optional.of("^([0-9.]{7,15}:)?[0-9]{1,5}:[0-9]{1,5}(/(tcp|udp))?$"),
            text -> PortMapping.parse(text).isPresent()),
    DNS_LABEL(
            "a DNS label: lower-case letters, digits and dashes, at most 63, no dash at either end",
            Optional.of("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")),
    RESOURCE_NAME(
            "a name of letters, digits, dots, underscores and dashes, at most 63, starting with a letter or digit",
            Optional.of("^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$")),
    PROJECT_NAME(
            "a project's name: lower-case letters, digits, underscores and dashes, at most 63, starting with a letter or digit",
            Optional.of("^[a-z0-9][a-z0-9_-]{0,62}$")),
    DOMAIN(
            "a DNS domain such as lab.internal",
            Optional.of(
                    "^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$"),
            Format::isDomain),
    INTERFACE(
            "a network interface of the host, at most 15 characters", Optional.of("^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$")),
    DEVICE("a disk's name in the guest, vdb to vdz", Optional.of("^vd[b-z]$")),
    LABEL_KEY("a label's key: [A-Za-z0-9._-], at most 63 characters", Optional.of("^[A-Za-z0-9._-]{1,63}$")),
    LABEL_VALUE(
            "a label's value: one line of at most 255 characters",
            Optional.of("^[^\\r\\n]{0,255}$"),
            text -> text.length() <= 255 && text.indexOf('\n') < 0 && text.indexOf('\r') < 0),
    USER_NAME("an account's name", Optional.of("^[A-Za-z0-9_][A-Za-z0-9._-]{0,31}$")),
    URL_PATH("a URL's path, starting with a slash", Optional.of("^/\\S*$")),
    REGULAR_EXPRESSION("a regular expression", Optional.of("[\\s\\S]"), Format::isRegularExpression),
    BASE64("bytes in Base64", Optional.of("^[A-Za-z0-9+/=\\s]*$"), Format::isBase64);

    private static final int LONGEST_DOMAIN = 253;

    private final String description;
    private final Optional<String> pattern;

    @SuppressWarnings("ImmutableEnumChecker") // every test is a function without state
    private final Predicate<String> test;

    Format(String description, Optional<String> pattern, Predicate<String> test) {
        this.description = description;
        this.pattern = pattern;
        this.test = test;
    }

    Format(String description, Optional<String> pattern) {
        this(description, pattern, Pattern.compile(pattern.orElseThrow()).asMatchPredicate());
    }

    /** For messages: "a DNS label: …". */
    public String description() {
        return description;
    }

    /** An ECMA 262 regular expression that finds something in every valid text. */
    public Optional<String> pattern() {
        return pattern;
    }

    public boolean accepts(String text) {
        return test.test(text);
    }

    /** Whether numbers and truth values are taken as the text they were written as. */
    public boolean takesAnyScalar() {
        return this == FREE_TEXT || this == LABEL_VALUE || this == NON_EMPTY;
    }

    /** Whether a whole number needs no quotes. */
    public boolean takesNumbers() {
        return this == MEMORY_SIZE || takesAnyScalar();
    }

    /** Label by label: an expression for all of them recurses once for each. */
    private static boolean isDomain(String text) {
        return text.length() <= LONGEST_DOMAIN
                && Stream.of(text.toLowerCase(Locale.ROOT).split("\\.", -1)).allMatch(DNS_LABEL::accepts);
    }

    /** A first segment that looks like a registry's host would be read as one in every reference to the image. */
    private static boolean isRepository(String text) {
        return RepositoryName.parse(text).isPresent()
                && ImageReference.parse(text)
                        .filter(reference -> reference.registry().isEmpty())
                        .isPresent();
    }

    private static boolean isHttpUrl(String text) {
        try {
            URI uri = new URI(text);
            return ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                    && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isDiskImage(String text) {
        int scheme = text.indexOf("://");
        if (scheme < 0) {
            return PATH.accepts(text);
        }
        return switch (text.substring(0, scheme)) {
            case "https" -> isHttpUrl(text);
            case "oci" ->
                ImageReference.parse(text.substring(scheme + 3))
                        .filter(reference -> reference.registry().isPresent())
                        .isPresent();
            default -> false;
        };
    }

    private static boolean isBase64(String text) {
        try {
            Base64.getDecoder().decode(text.replaceAll("\\s", ""));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isRegularExpression(String text) {
        try {
            return !text.isEmpty() && Pattern.compile(text).flags() == 0;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
