package io.vmregistry.client.context;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmregistry.client.ClientException;
import io.vmregistry.client.configuration.ConfigurationDirectory;
import io.vmregistry.client.daemon.DaemonTls;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** {@code contexts.yaml}: every {@link Context}, and which of them is used when none is named. */
public final class ContextFile {

    private static final String NAME = "contexts.yaml";

    private final ConfigurationDirectory directory;

    public ContextFile(ConfigurationDirectory directory) {
        this.directory = directory;
    }

    /** What the file says. The default context is always there. */
    public Contexts read() {
        return directory.read(NAME).map(this::parse).orElse(Contexts.NONE);
    }

    /** Puts a context, new or changed. */
    public void put(Context context) {
        update(contexts -> {
            Map<String, Context> byName = new TreeMap<>(contexts.byName());
            byName.put(context.name(), context);
            return new Contexts(contexts.current(), byName);
        });
    }

    /** Makes a context the one that is used. It must be there. */
    public void use(String name) {
        update(contexts -> new Contexts(name, contexts.byName()));
    }

    /** Removes a context. When it was the current one, the default context is again. */
    public void remove(String name) {
        update(contexts -> {
            Map<String, Context> byName = new TreeMap<>(contexts.byName());
            byName.remove(name);
            return new Contexts(contexts.current().equals(name) ? Context.DEFAULT.name() : contexts.current(), byName);
        });
    }

    private void update(UnaryOperator<Contexts> change) {
        directory.update(
                NAME,
                before -> write(change.apply(before.map(this::parse).orElse(Contexts.NONE)))
                        .getBytes(UTF_8));
    }

    private static String write(Contexts contexts) {
        Map<String, Object> entries = new LinkedHashMap<>();
        contexts.byName().forEach((name, context) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            context.host().ifPresent(text -> entry.put("host", text));
            context.registryUrl().ifPresent(text -> entry.put("registry_url", text));
            context.authUrl().ifPresent(text -> entry.put("auth_url", text));
            context.tls().ifPresent(tls -> {
                entry.put("tls_ca", tls.authority().toString());
                entry.put("tls_cert", tls.certificate().toString());
                entry.put("tls_key", tls.key().toString());
            });
            entries.put(name, entry);
        });
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("current", contexts.current());
        tree.put("contexts", entries);
        return new Dump(DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .build())
                .dumpToString(tree);
    }

    private Contexts parse(byte[] bytes) {
        Object tree;
        try {
            tree = new Load(LoadSettings.builder().setLabel(NAME).build()).loadFromString(new String(bytes, UTF_8));
        } catch (YamlEngineException e) {
            throw damaged(e);
        }
        Map<String, Context> byName = new TreeMap<>();
        fields(fields(tree).get("contexts")).forEach((name, value) -> {
            if (!Context.isName(name)) {
                throw damaged(new IllegalArgumentException("not a context's name: \"" + name + "\""));
            }
            byName.put(name, context(name, fields(value)));
        });
        return new Contexts(text(fields(tree), "current").orElse(Context.DEFAULT.name()), byName);
    }

    private static Context context(String name, Map<String, Object> fields) {
        Optional<DaemonTls> tls = text(fields, "tls_ca")
                .flatMap(authority -> text(fields, "tls_cert")
                        .flatMap(certificate -> text(fields, "tls_key")
                                .map(key -> new DaemonTls(Path.of(authority), Path.of(certificate), Path.of(key)))));
        return new Context(name, text(fields, "host"), text(fields, "registry_url"), text(fields, "auth_url"), tls);
    }

    private static Map<String, Object> fields(@Nullable Object node) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> fields.put(String.valueOf(key), value));
        }
        return fields;
    }

    private static Optional<String> text(Map<String, Object> fields, String name) {
        return Optional.ofNullable(fields.get(name)).map(String::valueOf).filter(value -> !value.isBlank());
    }

    private ClientException damaged(RuntimeException fault) {
        return new ClientException.ConfigurationFault(
                "read " + directory.file(NAME),
                Optional.ofNullable(fault.getMessage()).orElse("it is not YAML"),
                "Correct the file, or remove it.",
                fault);
    }

    /**
     * What the file holds.
     *
     * @param current the name of the context that is used when none is named
     */
    public record Contexts(String current, Map<String, Context> byName) {

        static final Contexts NONE = new Contexts(Context.DEFAULT.name(), Map.of());

        public Contexts {
            byName = Map.copyOf(byName);
        }

        public Optional<Context> find(String name) {
            Optional<Context> found = Optional.ofNullable(byName.get(name));
            return found.isEmpty() && name.equals(Context.DEFAULT.name()) ? Optional.of(Context.DEFAULT) : found;
        }

        /** Every context, the default one included, by name. */
        public List<Context> all() {
            Map<String, Context> sorted = new TreeMap<>(byName);
            sorted.putIfAbsent(Context.DEFAULT.name(), Context.DEFAULT);
            return List.copyOf(sorted.values());
        }
    }
}
