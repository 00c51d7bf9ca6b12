package io.vmregistry.auth.api;

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
import java.util.function.Supplier;

/** The public keys, for those who verify tokens. */
@Path("/")
public class KeyResource {

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
                .map(entry -> PublicKeys.jsonWebKey(entry.getKey(), entry.getValue()))
                .toList();
        return Response.ok(new KeySetBody(published))
                .header(HttpHeaders.CACHE_CONTROL, CACHEABLE)
                .build();
    }

    @GET
    @Path("/auth.pub")
    @Produces("application/x-pem-file")
    public Response pem() {
        return Response.ok(PublicKeys.pem(keys.get().signing().publicKey()))
                .header(HttpHeaders.CACHE_CONTROL, CACHEABLE)
                .build();
    }
}
