package io.vmregistry.auth.account;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A bcrypt hash in modular crypt format, {@code $2a$12$…}: it carries its own salt and cost. */
public record PasswordHash(String value) {

    private static final Pattern BCRYPT = Pattern.compile("\\$2[abxy]?\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");

    public PasswordHash {
        if (!BCRYPT.matcher(value).matches()) {
            throw new IllegalArgumentException("not a bcrypt hash of %d characters".formatted(value.length()));
        }
    }

    /** Base-2 logarithm of the number of rounds. */
    public int cost() {
        Matcher matcher = BCRYPT.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalStateException("a validated hash no longer matches");
        }
        return Integer.parseInt(matcher.group(1));
    }

    @Override
    public String toString() {
        return "PasswordHash[…]";
    }
}
