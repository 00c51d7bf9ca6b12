package io.vmregistry.e2e.benchmark.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vmregistry.e2e.process.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** An issuer of tokens that both registries believe: ours by its public key, the other one by its certificate. */
final class Tokens {

    static final String ISSUER = "benchmark";
    static final String AUDIENCE = "registry";
    private static final long LIFETIME_SECONDS = 6 * 3600;

    private final Path directory;

    private Tokens(Path directory) {
        this.directory = directory;
    }

    /** Makes a key and a certificate of its own below a folder. */
    static Tokens create(Path directory) throws IOException {
        Tokens tokens = new Tokens(directory);
        Commands.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=benchmark",
                "-keyout",
                directory.resolve("key.pem").toString(),
                "-out",
                tokens.certificate().toString());
        Files.writeString(
                tokens.publicKey(),
                Commands.run("openssl", "x509", "-in", tokens.certificate().toString(), "-pubkey", "-noout"));
        return tokens;
    }

    /** What makes docker-registry believe them. */
    String configuration() {
        return """
                auth:
                  token:
                    realm: http://127.0.0.1/token
                    service: %s
                    issuer: %s
                    rootcertbundle: %s
                """.formatted(AUDIENCE, ISSUER, certificate());
    }

    private Path certificate() {
        return directory.resolve("certificate.pem");
    }

    Path publicKey() {
        return directory.resolve("public.pem");
    }

    /** A token for pulling and pushing these repositories, and for the catalog. */
    String of(List<String> repositories) throws IOException, GeneralSecurityException {
        long now = Instant.now().getEpochSecond();
        JsonArray access = new JsonArray().add(grant("registry", "catalog", "*"));
        repositories.forEach(each -> access.add(grant("repository", each, "pull", "push")));
        JsonObject claims = new JsonObject()
                .put("iss", ISSUER)
                .put("sub", "benchmark")
                .put("aud", AUDIENCE)
                .put("iat", now)
                .put("nbf", now - 5)
                .put("exp", now + LIFETIME_SECONDS)
                .put("jti", "1")
                .put("token_use", "access")
                .put("access", access)
                .put(
                        "scope",
                        new JsonArray()
                                .add(new JsonObject().put("repository", "*").put("actions", new JsonArray().add("*"))));
        JsonObject header = new JsonObject()
                .put("typ", "JWT")
                .put("alg", "RS256")
                .put("x5c", new JsonArray().add(body(certificate())));
        String signed = encode(header.encode().getBytes(UTF_8)) + "."
                + encode(claims.encode().getBytes(UTF_8));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(privateKey());
        signature.update(signed.getBytes(UTF_8));
        return signed + "." + encode(signature.sign());
    }

    private static JsonObject grant(String type, String name, String... actions) {
        return new JsonObject().put("type", type).put("name", name).put("actions", new JsonArray(List.of(actions)));
    }

    private PrivateKey privateKey() throws IOException, GeneralSecurityException {
        byte[] key = Base64.getDecoder().decode(body(directory.resolve("key.pem")));
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key));
    }

    /** The base64 between a PEM file's first and last lines. */
    private static String body(Path pem) throws IOException {
        return String.join(
                "",
                Files.readAllLines(pem).stream()
                        .filter(line -> !line.startsWith("-"))
                        .toList());
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
