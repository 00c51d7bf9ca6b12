package io.vmregistry.auth.account;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An account's name, which is also the first segment of the repositories that the account owns: lower-case letters and
 * digits with single {@code .}, {@code _} or {@code -} between them, at most 64 characters.
 */
public record Username(String value) {

    /** Longest name, in characters. */
    public static final int MAX_LENGTH = 64;

    /** The subject of tokens that were asked for without credentials; nobody can take it as a name. */
    public static final String ANONYMOUS = "anonymous";

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(?:[._-][a-z0-9]+)*+");
    private static final Set<String> RESERVED = Set.of(ANONYMOUS);

    public Username {
        objectionTo(value).ifPresent(objection -> {
            throw new IllegalArgumentException(objection);
        });
    }

    /** Empty when the text is no name; {@link #objectionTo} says why. */
    public static Optional<Username> parse(String text) {
        return objectionTo(text).isPresent() ? Optional.empty() : Optional.of(new Username(text));
    }

    /** Why the text is no name, in words for the person who chose it; empty when it is one. */
    public static Optional<String> objectionTo(String text) {
        if (text.isEmpty()) {
            return Optional.of("The username is empty.");
        }
        if (text.length() > MAX_LENGTH) {
            return Optional.of("The username has %d characters; %d are allowed.".formatted(text.length(), MAX_LENGTH));
        }
        if (!text.equals(text.toLowerCase(Locale.ROOT))) {
            return Optional.of(
                    "A username is written in lower case, because it names repositories: \"%s\" has upper-case letters."
                            .formatted(printable(text)));
        }
        if (!NAME.matcher(text).matches()) {
            return Optional.of(
                    "\"%s\" is no username: use letters a-z and digits, with single '.', '_' or '-' between them."
                            .formatted(printable(text)));
        }
        if (RESERVED.contains(text)) {
            return Optional.of("The username \"%s\" is reserved.".formatted(text));
        }
        return Optional.empty();
    }

    private static String printable(String text) {
        return text.codePoints()
                .map(point -> Character.isISOControl(point) ? '?' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Override
    public String toString() {
        return value;
    }
}
