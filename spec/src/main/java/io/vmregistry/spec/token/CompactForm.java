package io.vmregistry.spec.token;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The compact form of a signed token (RFC 7515, section 7.1), written in the one way in which it is written. Decoders are
 * more generous: they skip line breaks, padding and the unused bits of the last character, so that one
 * signature has many texts, and whoever remembers tokens by their text is fooled.
 */
public final class CompactForm {

    private static final Pattern THREE_PARTS =
            Pattern.compile("[A-Za-z0-9_-]{1,65536}\\.[A-Za-z0-9_-]{1,65536}\\.([A-Za-z0-9_-]{1,4096})");

    private CompactForm() {}

    /** Whether the text can be a signed token. What it holds is not looked at. */
    public static boolean holds(String text) {
        Matcher parts = THREE_PARTS.matcher(text);
        return parts.matches() && isCanonical(parts.group(1));
    }

    /** Header and payload are signed as texts and cannot be written otherwise; the signature can. */
    private static boolean isCanonical(String signature) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(signature);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(signature);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
