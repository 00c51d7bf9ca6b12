package io.vmregistry.testkit.token;

import static io.vmregistry.testkit.token.TokenForge.headerWith;
import static io.vmregistry.testkit.token.TokenForge.part;
import static io.vmregistry.testkit.token.TokenForge.quoted;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What has been tried on verifiers of JSON Web Tokens. Every one has to be refused, as every other bad token is: not by a
 * fault.
 */
public final class HostileTokens {

    private static final List<String> NONE =
            List.of("none", "None", "NONE", "nOnE", "none ", " none", "none\\u0000", "\\u006eone", "", "null");
    private static final List<String> HOSTILE_KIDS = List.of(
            "../../../../dev/null",
            "/etc/passwd",
            "file:///dev/null",
            "x' or '1'='1",
            "x' union select 'AAAA' --",
            "x\"; drop table users; --",
            "$(id)",
            "http://127.0.0.1:9/key",
            "%00",
            "");

    private final TokenForge forge;
    private final List<HostileToken> tokens = new ArrayList<>();

    /** One token and what is wrong with it. */
    public record HostileToken(String name, String text) {
        @Override
        public String toString() {
            return name;
        }
    }

    private HostileTokens(TokenForge forge) {
        this.forge = forge;
    }

    /** All that have to be refused by whoever believes what the forge signs. */
    public static List<HostileToken> of(TokenForge forge) {
        HostileTokens all = new HostileTokens(forge);
        all.unsigned();
        all.signedWithThePublicKey();
        all.otherAlgorithms();
        try {
            all.foreignKeys();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform reads RSA keys", e);
        }
        all.misshapen();
        all.times();
        all.parties();
        all.documents();
        return List.copyOf(all.tokens);
    }

    /** Tokens that are signed as they should be and allow nothing, because {@code access} is not what it should be. */
    public static List<HostileToken> allowingNothing(TokenForge forge) {
        return List.of(
                new HostileToken("access null", with(forge, "access", "null")),
                new HostileToken("access an object", with(forge, "access", "{\"type\":\"repository\"}")),
                new HostileToken("access a text", with(forge, "access", "\"repository:alice/web:pull\"")),
                new HostileToken("access nested deeply", with(forge, "access", "[".repeat(5_000) + "]".repeat(5_000))),
                new HostileToken("access a number", with(forge, "access", "7")),
                new HostileToken("access of nulls", with(forge, "access", "[null,[],[null],{},7,\"x\"]")),
                new HostileToken(
                        "access with a path",
                        with(
                                forge,
                                "access",
                                "[{\"type\":\"repository\",\"name\":\"../alice/web\",\"actions\":[\"pull\"]}]")),
                new HostileToken(
                        "actions a text",
                        with(
                                forge,
                                "access",
                                "[{\"type\":\"repository\",\"name\":\"alice/web\",\"actions\":\"pull\"}]")),
                new HostileToken(
                        "access missing", forge.signed(forge.header("RS256"), forge.payloadWithout("access"))));
    }

    private static String with(TokenForge forge, String claim, String json) {
        return forge.signed(forge.header("RS256"), forge.payloadWith(claim, json));
    }

    private void add(String name, String text) {
        tokens.add(new HostileToken(name, text));
    }

    private void unsigned() {
        byte[] signature = Base64.getUrlDecoder().decode(forge.good().split("\\.", -1)[2]);
        for (String spelling : NONE) {
            String header = "{\"alg\":\"%s\",\"kid\":%s}".formatted(spelling, quoted(forge.kid()));
            add("alg \"" + spelling + "\" without signature", part(header) + "." + part(forge.payload()) + ".");
            add("alg \"" + spelling + "\" with a signature", TokenForge.withBytes(header, forge.payload(), signature));
        }
        for (String algorithm : List.of("null", "[\"none\"]", "{}", "0", "true", "[\"RS256\"]")) {
            String header = "{\"alg\":%s,\"kid\":%s}".formatted(algorithm, quoted(forge.kid()));
            add("alg " + algorithm, forge.signed(header, forge.payload()));
        }
        add("no alg", forge.signed("{\"kid\":%s}".formatted(quoted(forge.kid())), forge.payload()));
        add("alg rs256", forge.signed(forge.header("rs256"), forge.payload()));
        add("RS256 without signature", part(forge.header("RS256")) + "." + part(forge.payload()) + ".");
        add("RS256 of zeros", TokenForge.withBytes(forge.header("RS256"), forge.payload(), new byte[signature.length]));
        add(
                "another payload",
                part(forge.header("RS256")) + "." + part(forge.payloadWith("sub", "\"admin\"")) + "."
                        + TokenForge.encoded(signature));
    }

    private void signedWithThePublicKey() {
        for (Map.Entry<String, byte[]> encoding :
                forge.encodingsOfThePublicKey().entrySet()) {
            for (int bits : List.of(256, 384, 512)) {
                add("HS" + bits + " keyed with " + encoding.getKey(), forge.authenticated(bits, encoding.getValue()));
            }
        }
        add("HS256 keyed with a zero", forge.authenticated(256, new byte[1]));
    }

    private void otherAlgorithms() {
        add("RS384", forge.signedBy("SHA384withRSA", forge.header("RS384")));
        add("RS512", forge.signedBy("SHA512withRSA", forge.header("RS512")));
        add("RS256 that is RS512", forge.signedBy("SHA512withRSA", forge.header("RS256")));
        add("RS256 with SHA-1", forge.signedBy("SHA1withRSA", forge.header("RS256")));
        add("PS256", forge.signedByPss(forge.header("PS256")));
        add("RS256 that is PS256", forge.signedByPss(forge.header("RS256")));
        for (String algorithm : List.of("ES256", "ES256K", "EdDSA")) {
            add(algorithm + " of zeros", TokenForge.withBytes(forge.header(algorithm), forge.payload(), new byte[64]));
        }
        byte[] derOfZeros = {0x30, 6, 2, 1, 0, 2, 1, 0};
        add("ES256 of zeros in DER", TokenForge.withBytes(forge.header("ES256"), forge.payload(), derOfZeros));
    }

    private void foreignKeys() throws GeneralSecurityException {
        PrivateKey foreign = ForeignKey.privateKey();
        String ourKid = quoted(forge.kid());
        String jwk = TokenForge.jwk(ForeignKey.publicKey(), "");
        String jwkUnderOurKid = TokenForge.jwk(ForeignKey.publicKey(), ",\"kid\":" + ourKid);
        for (Map.Entry<String, String> more : Map.of(
                        "our kid", "",
                        "jwk", ",\"jwk\":" + jwk,
                        "jwk under our kid", ",\"jwk\":" + jwkUnderOurKid,
                        "jku", ",\"jku\":\"http://127.0.0.1:9/jwks.json\"",
                        "x5u", ",\"x5u\":\"http://127.0.0.1:9/chain.pem\"",
                        "x5c", ",\"x5c\":[\"" + ForeignKey.CERTIFICATE + "\"]",
                        "x5t", ",\"x5t\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAA\"")
                .entrySet()) {
            add("foreign key with " + more.getKey(), foreign(headerWith("RS256", ourKid, more.getValue()), foreign));
            add(
                    "foreign key with " + more.getKey() + ", no kid",
                    foreign(headerWith("RS256", "null", more.getValue()), foreign));
        }
        List<String> kids =
                new ArrayList<>(HOSTILE_KIDS.stream().map(TokenForge::quoted).toList());
        kids.addAll(List.of("[" + ourKid + "]", "{\"kid\":" + ourKid + "}", "7", "true", quoted("k".repeat(20_000))));
        for (String kid : kids) {
            String shown = kid.length() > 60 ? "of " + kid.length() + " characters" : kid;
            add("kid " + shown, foreign(headerWith("RS256", kid, ""), foreign));
            add("kid " + shown + ", our key", forge.signed(headerWith("RS256", kid, ""), forge.payload()));
        }
        add("kid of ten megabytes", foreign(headerWith("RS256", quoted("k".repeat(10_000_000)), ""), foreign));
    }

    private String foreign(String header, PrivateKey key) {
        return TokenForge.signed(header, forge.payload(), key);
    }

    private void misshapen() {
        String good = forge.good();
        String[] parts = good.split("\\.", -1);
        String signature = parts[2];
        add("empty", "");
        add("dots", "..");
        add("one part", parts[0]);
        add("two parts", parts[0] + "." + parts[1]);
        add("four parts", good + "." + signature);
        add("five parts", good + ".AAAA.AAAA");
        add(
                "encrypted",
                part("{\"alg\":\"dir\",\"enc\":\"A128GCM\"}") + "..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA");
        add("truncated by one", good.substring(0, good.length() - 1));
        add("truncated by four", good.substring(0, good.length() - 4));
        add("truncated in the payload", parts[0] + "." + parts[1].substring(0, 20) + "." + signature);
        add("longer signature", good + "AAAA");
        add("padded signature", good + "==");
        add("padded header", parts[0] + "==." + parts[1] + "." + signature);
        add(
                "signature in the other alphabet",
                parts[0] + "." + parts[1] + "."
                        + Base64.getEncoder()
                                .encodeToString(Base64.getUrlDecoder().decode(signature)));
        add(
                "signature in hexadecimal",
                parts[0] + "." + parts[1] + "."
                        + HexFormat.of().formatHex(Base64.getUrlDecoder().decode(signature)));
        add("another last character of the signature", otherLastCharacter(good));
        add(
                "a line break inside",
                parts[0] + "." + parts[1] + "." + signature.substring(0, 9) + "\n" + signature.substring(9));
        add("a space inside", parts[0] + ". " + parts[1] + "." + signature);
        add("another alphabet's letters", good.replace("A", "\u0410"));
        add(
                "JSON serialization",
                "{\"payload\":\"%s\",\"protected\":\"%s\",\"signature\":\"%s\"}"
                        .formatted(parts[1], parts[0], signature));
    }

    /** The same bytes for a decoder that does not look at unused bits. */
    private static String otherLastCharacter(String token) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(token.charAt(token.length() - 1));
        return token.substring(0, token.length() - 1) + alphabet.charAt(last ^ 1);
    }

    private void times() {
        for (String claim : List.of("exp", "nbf", "iat")) {
            add(claim + " missing", forge.signed(forge.header("RS256"), forge.payloadWithout(claim)));
            for (String json : List.of(
                    "null",
                    "-1",
                    "-1e300",
                    "1e300",
                    "1e18",
                    "9223372036854775807",
                    "9".repeat(400),
                    "\"" + forge.claim(claim) + "\"",
                    "\"tomorrow\"",
                    "[" + forge.claim(claim) + "]",
                    "{}",
                    "true")) {
                add(claim + " " + (json.length() > 40 ? "of 400 digits" : json), with(forge, claim, json));
            }
        }
        add("exp zero", with(forge, "exp", "0"));
        add("exp 0.5", with(forge, "exp", "0.5"));
    }

    private void parties() {
        for (String claim : List.of("iss", "aud")) {
            add(claim + " missing", forge.signed(forge.header("RS256"), forge.payloadWithout(claim)));
            for (String json :
                    List.of("null", "\"\"", "\"another\"", "[]", "[\"another\"]", "[null]", "7", "{}", "true")) {
                add(claim + " " + json, with(forge, claim, json));
            }
            add(claim + " with a space", with(forge, claim, forge.claim(claim).replaceFirst("\"$", " \"")));
            add(claim + " in an object", with(forge, claim, "{\"a\":" + forge.claim(claim) + "}"));
        }
        add("iss in a list", with(forge, "iss", "[" + forge.claim("iss") + "]"));
        for (String use : List.of("null", "\"refresh\"", "\"id\"", "\"Access\"", "[\"access\"]", "true")) {
            add("token_use " + use, with(forge, "token_use", use));
        }
        add("token_use missing", forge.signed(forge.header("RS256"), forge.payloadWithout("token_use")));
        add("a refresh token", "vmr_refresh_" + "A".repeat(43));
    }

    private void documents() {
        String header = forge.header("RS256");
        String payload = forge.payload();
        add("exp twice", forge.signed(header, payload.replaceFirst("\\}$", ",\"exp\":99999999999}")));
        add("sub twice", forge.signed(header, payload.replaceFirst("\\}$", ",\"sub\":\"admin\"}")));
        add("alg twice", forge.signed(header.replaceFirst("\\}$", ",\"alg\":\"none\"}"), payload));
        add("kid twice", forge.signed(header.replaceFirst("\\}$", ",\"kid\":\"x\"}"), payload));
        add(
                "crit unknown",
                forge.signed(headerWith("RS256", quoted(forge.kid()), ",\"crit\":[\"x\"],\"x\":1"), payload));
        add(
                "crit b64",
                forge.signed(headerWith("RS256", quoted(forge.kid()), ",\"crit\":[\"b64\"],\"b64\":false"), payload));
        add(
                "access of 100,000 entries",
                with(
                        forge,
                        "access",
                        "[" + "{\"type\":\"repository\",\"name\":\"alice/web\",\"actions\":[\"pull\"]},".repeat(99_999)
                                + "{}]"));
        for (String document :
                List.of("", "null", "[]", "7", "\"x\"", "{", "{\"alg\":\"RS256\"", "\u0000", "[".repeat(5_000))) {
            String shown = document.length() > 20 ? "nested deeply" : document;
            add("payload " + shown, forge.signed(header, document));
            add("header " + shown, forge.signed(document, payload));
        }
        add(
                "another token inside",
                forge.signed(headerWith("RS256", quoted(forge.kid()), ",\"cty\":\"JWT\""), forge.good()));
    }
}
