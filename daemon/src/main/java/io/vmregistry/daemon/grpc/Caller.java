package io.vmregistry.daemon.grpc;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Grpc;
import java.security.Principal;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Who makes a call: what the kernel or the certificate says, never what the client says. */
public sealed interface Caller {

    /** A process of this host, as the Unix socket's peer credentials name it. */
    record LocalUser(int uid, int pid) implements Caller {
        @Override
        public String key() {
            return "uid-" + uid;
        }

        @Override
        public String toString() {
            return "uid=" + uid + " pid=" + pid;
        }
    }

    /** The holder of a certificate that one of the client authorities signed. */
    record CertificateHolder(String subject) implements Caller {
        @Override
        public String key() {
            return "cert-" + subject;
        }

        @Override
        public String toString() {
            return "cert=" + subject;
        }
    }

    /** Someone whom the transport does not name: an in-process client. */
    record Unnamed() implements Caller {
        @Override
        public String key() {
            return "unnamed";
        }

        @Override
        public String toString() {
            return "unnamed";
        }
    }

    /** One caller's sessions are kept under this name; another caller never has the same. */
    String key();

    /** Set on every connection of a Unix socket. */
    Attributes.Key<LocalUser> LOCAL_USER = Attributes.Key.create("io.vmregistry.daemon.local-user");

    /** The caller of the call that this thread serves. */
    Context.Key<Caller> CURRENT = Context.keyWithDefault("io.vmregistry.daemon.caller", new Unnamed());

    /** Reads the caller from a connection's attributes. */
    static Caller of(Attributes connection) {
        LocalUser local = connection.get(LOCAL_USER);
        if (local != null) {
            return local;
        }
        return subject(connection.get(Grpc.TRANSPORT_ATTR_SSL_SESSION))
                .<Caller>map(CertificateHolder::new)
                .orElseGet(Unnamed::new);
    }

    private static Optional<String> subject(@Nullable SSLSession session) {
        if (session == null) {
            return Optional.empty();
        }
        try {
            Principal principal = session.getPeerPrincipal();
            return Optional.of(principal.getName());
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }
}
