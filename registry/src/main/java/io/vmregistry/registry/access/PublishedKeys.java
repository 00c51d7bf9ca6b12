package io.vmregistry.registry.access;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * A key set at a URL (RFC 7517, section 5). Keys of other kinds, for other uses or too short to be believed are left out: they may
 * be there for others.
 */
public final class PublishedKeys implements KeySource {

    private static final Logger LOG = Logger.getLogger(PublishedKeys.class);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int MAX_BYTES = 256 * 1024;

    private final URI url;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    public PublishedKeys(URI url) {
        this.url = url;
    }

    @Override
    public Map<String, RSAPublicKey> read() {
        Map<String, RSAPublicKey> keys = keysOf(fetch());
        if (keys.isEmpty()) {
            throw unreadable("it holds no RSA key for signatures", null);
        }
        return keys;
    }

    private String fetch() {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(ANSWER)
                .header("Accept", "application/jwk-set+json, application/json")
                .build();
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw unreadable("the answer is " + response.statusCode(), null);
                }
                byte[] bytes = body.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw unreadable("it has more than " + MAX_BYTES + " bytes", null);
                }
                return new String(bytes, StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw unreadable("of " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreadable("it was interrupted", e);
        }
    }

    private Map<String, RSAPublicKey> keysOf(String json) {
        Map<String, RSAPublicKey> keys = new LinkedHashMap<>();
        for (Object each : members(json)) {
            rsaKey(each).filter(PublishedKeys::isForUs).ifPresent(key -> {
                keys.put(key.calculateBase64urlEncodedThumbprint("SHA-256"), key.getRsaPublicKey());
                if (key.getKeyId() != null) {
                    keys.put(key.getKeyId(), key.getRsaPublicKey());
                }
            });
        }
        return keys;
    }

    private List<?> members(String json) {
        try {
            if (JsonUtil.parseJson(json).get(JsonWebKeySet.JWK_SET_MEMBER_NAME) instanceof List<?> members) {
                return members;
            }
        } catch (JoseException e) {
            throw unreadable("it is no key set", e);
        }
        throw unreadable("it is no key set", null);
    }

    /** Empty for a key of another kind, and for one that cannot be read: the others may be good. */
    private static Optional<RsaJsonWebKey> rsaKey(Object member) {
        if (!(member instanceof Map<?, ?> object)) {
            return Optional.empty();
        }
        Map<String, Object> parameters = new LinkedHashMap<>();
        object.forEach((name, value) -> parameters.put(String.valueOf(name), value));
        try {
            return JsonWebKey.Factory.newJwk(parameters) instanceof RsaJsonWebKey key
                    ? Optional.of(key)
                    : Optional.empty();
        } catch (JoseException e) {
            LOG.warnf("A published key cannot be read and is left out: %s", e.getMessage());
            return Optional.empty();
        }
    }

    private static boolean isForUs(RsaJsonWebKey key) {
        return (key.getUse() == null || key.getUse().equals("sig"))
                && (key.getAlgorithm() == null || key.getAlgorithm().equals(AlgorithmIdentifiers.RSA_USING_SHA256))
                && key.getRsaPublicKey().getModulus().bitLength() >= MIN_BITS;
    }

    private UnreadableException unreadable(String because, @Nullable Throwable cause) {
        String message =
                "Tried to read the auth server's keys from %s but failed because %s. See that the auth server runs and that -jwks-url is right."
                        .formatted(url, because);
        return cause == null ? new UnreadableException(message) : new UnreadableException(message, cause);
    }
}
