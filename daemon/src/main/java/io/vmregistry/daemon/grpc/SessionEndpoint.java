package io.vmregistry.daemon.grpc;

import io.vmregistry.client.auth.Session;
import io.vmregistry.client.credential.Secret;
import io.vmregistry.daemon.image.ImageException;
import io.vmregistry.daemon.session.Sessions;
import io.vmregistry.proto.v1.LoginRequest;
import io.vmregistry.proto.v1.LoginResponse;
import io.vmregistry.proto.v1.LogoutRequest;
import io.vmregistry.proto.v1.LogoutResponse;
import io.vmregistry.proto.v1.RegisterRequest;
import io.vmregistry.proto.v1.RegisterResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The RPCs about sessions. A session belongs to whom the transport says is calling. */
public final class SessionEndpoint {

    private final Sessions sessions;
    private final Clock clock;

    public SessionEndpoint(Sessions sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    LoginResponse login(LoginRequest request) {
        String caller = Caller.CURRENT.get().key();
        Optional<Secret> kept = Messages.text(request.getRefreshToken()).map(Secret::of);
        if (kept.isPresent()) {
            sessions.resume(caller, Messages.text(request.getAuthUrl()), request.getUsername(), kept.get());
            return LoginResponse.newBuilder()
                    .setUsername(request.getUsername())
                    .setRefreshToken(kept.get().reveal())
                    .build();
        }
        Session session = sessions.login(
                caller, Messages.text(request.getAuthUrl()), request.getUsername(), password(request.getPassword()));
        Duration left = Duration.between(clock.instant(), session.accessToken().expires());
        return LoginResponse.newBuilder()
                .setAccessToken(session.accessToken().value().reveal())
                .setRefreshToken(session.refreshToken().reveal())
                .setUsername(Messages.text(session.username()).orElse(request.getUsername()))
                .setExpiresIn(Math.max(0, left.toSeconds()))
                .build();
    }

    LogoutResponse logout(LogoutRequest request) {
        boolean loggedOut = sessions.logout(
                Caller.CURRENT.get().key(),
                Messages.text(request.getRefreshToken()).map(Secret::of));
        return LogoutResponse.newBuilder().setLoggedOut(loggedOut).build();
    }

    RegisterResponse register(RegisterRequest request) {
        sessions.register(Messages.text(request.getAuthUrl()), request.getUsername(), password(request.getPassword()));
        return RegisterResponse.newBuilder().setUsername(request.getUsername()).build();
    }

    private static Secret password(String text) {
        return Messages.text(text)
                .map(Secret::of)
                .orElseThrow(() -> new ImageException.InvalidRequest("The password is empty."));
    }
}
