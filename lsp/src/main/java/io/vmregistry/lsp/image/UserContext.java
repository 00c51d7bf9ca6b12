package io.vmregistry.lsp.image;

import io.vmregistry.client.configuration.ConfigurationDirectory;
import io.vmregistry.client.context.Context;
import io.vmregistry.client.context.ContextFile;
import io.vmregistry.client.credential.CredentialFile;
import io.vmregistry.client.credential.StoredSession;
import io.vmregistry.client.daemon.DaemonAddress;
import io.vmregistry.client.daemon.DaemonClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The daemon and the login that {@code vmr} would use if the editor's user called it. A file of the user's that cannot be read is a
 * {@link io.vmregistry.client.ClientException}.
 *
 * @param home where the configuration lies unless a variable names another place
 */
public record UserContext(Map<String, String> environment, Path home) {

    public UserContext {
        environment = Map.copyOf(environment);
    }

    private ConfigurationDirectory directory() {
        return ConfigurationDirectory.from(environment, home);
    }

    /** Empty when the one that is wanted is not there. */
    Optional<Context> context() {
        ContextFile.Contexts contexts = new ContextFile(directory()).read();
        return contexts.find(variable("VMR_CONTEXT").orElse(contexts.current()));
    }

    /** A variable that says something. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }

    private Optional<DaemonAddress> address(Context context) {
        return context.host(this::variable).map(DaemonAddress::parse).orElse(Optional.of(DaemonAddress.DEFAULT));
    }

    /** The session of {@code vmr login}. */
    Optional<StoredSession> session(Context context) {
        return context.authUrl()
                .or(() -> address(context).map(DaemonAddress::toString))
                .flatMap(new CredentialFile(directory())::find);
    }

    /** A connection for the caller to close; empty when asking is hopeless or costs too much. */
    Optional<DaemonClient> openDaemon(Context context) {
        return address(context)
                .filter(UserContext::mayAnswer)
                .map(at -> context.tls().map(tls -> DaemonClient.of(at, tls)).orElseGet(() -> DaemonClient.of(at)));
    }

    /** The environment holds secrets. */
    @Override
    public String toString() {
        return "UserContext[" + home + "]";
    }

    /** A socket that is not there is not worth a client; an SSH session is not opened for a completion. */
    private static boolean mayAnswer(DaemonAddress address) {
        return switch (address) {
            case DaemonAddress.Unix(Path socket) -> Files.exists(socket);
            case DaemonAddress.Tcp tcp -> true;
            case DaemonAddress.Ssh ssh -> false;
        };
    }
}
