package io.vmregistry.auth.api;

import io.vmregistry.auth.key.KeyCertificate;
import io.vmregistry.auth.key.KeySet;
import io.vmregistry.auth.key.PublicKeys;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The public keys, for those who verify tokens. */
@Path("/")
public class KeyResource {

    private static final String PEM = "application/x-pem-file";
    private static final String CACHEABLE = "public, max-age=300";

    private final Supplier<KeySet> keys;

    KeyResource(Supplier<KeySet> keys) {
        this.keys = keys;
    }

    /** RFC 7517, section 5. */
    record KeySetBody(List<Map<String, Object>> keys) {}

    @GET
    @Path("/.well-known/jwks.json")
    @Produces(MediaType.APPLICATION_JSON)
    public Response jsonWebKeys() {
        List<Map<String, Object>> published = keys.get().published().entrySet().stream()
                .map(entry ->
                        PublicKeys.jsonWebKey(entry.getKey(), entry.getValue().publicKey()))
                .toList();
        return Response.ok(new KeySetBody(published))
                .header(HttpHeaders.CACHE_CONTROL, CACHEABLE)
                .build();
    }

    /** As the file: every key that counts, the current one first. */
    @GET
    @Path("/auth.pub")
    @Produces(PEM)
    public Response publicKeys() {
        return text(certificate -> PublicKeys.pem(certificate.publicKey()));
    }

    /** Their certificates, for the {@code rootcertbundle} of docker-registry. */
    @GET
    @Path("/auth.crt")
    @Produces(PEM)
    public Response certificates() {
        return text(KeyCertificate::pem);
    }

    private Response text(Function<KeyCertificate, String> form) {
        return Response.ok(keys.get().published().values().stream().map(form).collect(Collectors.joining()))
                .header(HttpHeaders.CACHE_CONTROL, CACHEABLE)
                .build();
    }
}
