package io.vmregistry.spec.scope;

import io.vmregistry.spec.reference.RepositoryName;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which repositories a rule speaks of. {@code *} alone matches every repository; a last segment {@code *} matches
 * everything below what stands before it; a {@code *} elsewhere matches within its segment. No pattern matches outside
 * its prefix: {@code user/*} matches neither {@code user} nor {@code user2/x}. {@code **} is no pattern.
 */
public record RepositoryPattern(String value) {

    private static final String SEGMENT = "[a-z0-9*](?:[a-z0-9._*-]*[a-z0-9*])?";
    private static final Pattern PATTERN = Pattern.compile(SEGMENT + "(?:/" + SEGMENT + ")*+");
    /** Means "any depth" elsewhere; here it would mean one segment, so it is refused rather than misread. */
    private static final String DOUBLE_STAR = "**";

    private static final int MAX_LENGTH = RepositoryName.MAX_LENGTH;

    public RepositoryPattern {
        if (!isPattern(value)) {
            throw new IllegalArgumentException("not a repository pattern: \"" + value + "\"");
        }
    }

    public static Optional<RepositoryPattern> parse(String text) {
        return isPattern(text) ? Optional.of(new RepositoryPattern(text)) : Optional.empty();
    }

    private static boolean isPattern(String text) {
        return text.length() <= MAX_LENGTH
                && !text.contains(DOUBLE_STAR)
                && PATTERN.matcher(text).matches();
    }

    public boolean matches(RepositoryName name) {
        if (value.equals("*")) {
            return true;
        }
        String[] wanted = value.split("/", -1);
        String[] given = name.value().split("/", -1);
        boolean open = wanted[wanted.length - 1].equals("*");
        if (open ? given.length < wanted.length : given.length != wanted.length) {
            return false;
        }
        int fixed = open ? wanted.length - 1 : wanted.length;
        for (int i = 0; i < fixed; i++) {
            if (!segmentMatches(wanted[i], given[i])) {
                return false;
            }
        }
        return true;
    }

    /** What every name that it matches begins with; the only name that it matches when it {@link #isLiteral}. */
    public String prefix() {
        int star = value.indexOf('*');
        return star < 0 ? value : value.substring(0, star);
    }

    /** Whether it is one repository's name. */
    public boolean isLiteral() {
        return value.indexOf('*') < 0;
    }

    /** Greedy match with one step back: linear in the number of stars, never exponential. */
    private static boolean segmentMatches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    @Override
    public String toString() {
        return value;
    }
}
