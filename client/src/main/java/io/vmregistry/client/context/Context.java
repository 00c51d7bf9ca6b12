package io.vmregistry.client.context;

import io.vmregistry.client.daemon.DaemonTls;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A daemon and its servers under a name.
 *
 * @param host the daemon's address as the user wrote it; empty: the default socket
 * @param registryUrl overrides the daemon's registry
 * @param authUrl overrides the daemon's auth server
 */
public record Context(
        String name,
        Optional<String> host,
        Optional<String> registryUrl,
        Optional<String> authUrl,
        Optional<DaemonTls> tls) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    /** The context that is there before anybody makes one. */
    public static final Context DEFAULT =
            new Context("default", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public Context {
        if (!isName(name)) {
            throw new IllegalArgumentException("not a context's name: \"" + name + "\"");
        }
    }

    /**
     * The daemon's address as written for whoever gives no flag: the user's variable, this context, the daemon's own variable.
     * Empty when none of them says something.
     *
     * @param variables what the environment says under a name
     */
    public Optional<String> host(Function<String, Optional<String>> variables) {
        return variables.apply("VMR_HOST").or(this::host).or(() -> variables.apply("VM_REGISTRY_SOCKET_PATH"));
    }

    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
