package io.vmregistry.daemon.hypervisor.libvirt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A libvirt in namespaces of its own, started once for all tests that ask for it and ended after the last. Without root,
 * libvirtd or QEMU those tests are skipped, and say so.
 */
public final class IsolatedLibvirt implements ExecutionCondition, ParameterResolver {

    private static final Path SCRIPT =
            Path.of("..", "e2e", "bin", "libvirt-isolated").toAbsolutePath().normalize();
    private static final List<String> NEEDED =
            List.of("libvirtd", "virtlogd", "qemu-system-x86_64", "qemu-img", "unshare", "nsenter", "ip", "dnsmasq");

    /** The running libvirt. */
    public static final class Running implements AutoCloseable {
        private final Path directory;
        private final String uri;
        private final LibvirtHost host;

        Running() throws Exception {
            directory = Files.createTempDirectory("vmr-libvirt");
            uri = run(SCRIPT.toString(), "start", directory.toString());
            host = new LibvirtHost(uri);
        }

        public LibvirtHost host() {
            return host;
        }

        public String uri() {
            return uri;
        }

        public Path directory() {
            return directory;
        }

        /** Runs a command inside the namespaces and gives back what it printed. */
        public String exec(String... command) throws Exception {
            List<String> whole = new ArrayList<>(List.of(SCRIPT.toString(), "exec", directory.toString()));
            whole.addAll(List.of(command));
            return run(whole.toArray(String[]::new));
        }

        /** Ends libvirtd alone and starts it again; guests run on. */
        public void restartLibvirtd() throws Exception {
            long pid = Long.parseLong(
                    Files.readString(directory.resolve("libvirtd.pid")).strip());
            ProcessHandle libvirtd = ProcessHandle.of(pid).orElseThrow();
            libvirtd.destroy();
            libvirtd.onExit().get();
            exec(
                    "setsid",
                    "libvirtd",
                    "--daemon",
                    "--pid-file",
                    directory.resolve("libvirtd.pid").toString(),
                    "--config",
                    "/etc/libvirt/libvirtd.conf");
        }

        @Override
        public void close() throws Exception {
            host.close();
            run(SCRIPT.toString(), "stop", directory.toString());
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return ConditionEvaluationResult.disabled("libvirt in namespaces of its own needs root");
        }
        return NEEDED.stream()
                .filter(program -> !isInstalled(program))
                .findFirst()
                .map(missing -> ConditionEvaluationResult.disabled(missing + " is not installed"))
                .orElseGet(() -> ConditionEvaluationResult.enabled("root, with libvirt and QEMU"));
    }

    private static boolean isInstalled(String program) {
        return Stream.of("/usr/bin", "/usr/sbin", "/bin", "/sbin")
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Running.class;
    }

    @Override
    public Running resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Running.class, ignored -> start(), Running.class);
    }

    private static Running start() {
        try {
            return new Running();
        } catch (Exception e) {
            throw new IllegalStateException("libvirt did not start", e);
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("vmr-libvirt", ".err");
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " failed: " + output + Files.readString(errors));
            }
            return output;
        } finally {
            Files.delete(errors);
        }
    }
}
