package io.vmregistry.cli.command;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.vmregistry.client.credential.Secret;
import io.vmregistry.client.credential.StoredSession;
import io.vmregistry.proto.v1.LoginRequest;
import io.vmregistry.proto.v1.LoginResponse;
import java.util.Optional;
import java.util.function.Function;

/** The login of this user at this daemon. The daemon keeps one too; this one survives the daemon. */
final class Sessions {

    private final Desk desk;

    Sessions(Desk desk) {
        this.desk = desk;
    }

    /** What the login is kept under. */
    String key() {
        return desk.context().authUrl().orElseGet(() -> desk.address().toString());
    }

    Optional<StoredSession> current() {
        return desk.credentials().find(key());
    }

    void keep(LoginResponse login) {
        desk.credentials()
                .put(
                        key(),
                        new StoredSession(
                                login.getUsername(),
                                secret(login.getRefreshToken()),
                                secret(login.getAccessToken()),
                                desk.surroundings().clock().instant().plusSeconds(login.getExpiresIn())));
    }

    private static Optional<Secret> secret(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Secret.of(text));
    }

    /**
     * Calls the daemon, which uses the session that it keeps. When it has none any more, it is given ours once, and the
     * call is repeated. No token of ours goes with the call: the registry that refused may be any that an image names, and
     * the daemon shows a session to its own auth server alone.
     *
     * @param call takes the access token that the user gave, empty for the daemon's own session
     */
    <T> T attempt(Function<String, T> call) {
        String given = desk.surroundings().variable("VMR_TOKEN").orElse("");
        try {
            return call.apply(given);
        } catch (StatusRuntimeException e) {
            Optional<StoredSession> kept = current();
            Optional<Secret> refresh = kept.flatMap(StoredSession::refreshToken);
            if (e.getStatus().getCode() != Status.Code.UNAUTHENTICATED || !given.isEmpty() || refresh.isEmpty()) {
                throw e;
            }
            desk.daemon()
                    .calls()
                    .login(LoginRequest.newBuilder()
                            .setUsername(kept.get().username())
                            .setRefreshToken(refresh.get().reveal())
                            .setAuthUrl(desk.context().authUrl().orElse(""))
                            .build());
            return call.apply("");
        }
    }
}
