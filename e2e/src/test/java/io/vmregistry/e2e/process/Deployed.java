package io.vmregistry.e2e.process;

import io.vmregistry.e2e.process.Deployment.Plan;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/**
 * Gives test classes a {@link Deployment}, and takes back after each test what it broke. The auth server is started once
 * for all classes. Logs are kept in {@code target/e2e-logs}; what the programs said during a test that failed is printed.
 */
public final class Deployed implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {

    private static final Namespace SHARED = Namespace.create(Deployed.class);

    private final Plan plan;
    private final boolean shared;
    private final Map<ServerProcess, Integer> printedBefore = new HashMap<>();
    private @Nullable Deployment deployment;

    private Deployed(Plan plan, boolean shared) {
        this.plan = plan;
        this.shared = shared;
    }

    /** The one deployment with simulated machines that all classes use which ask for it. */
    public static Deployed shared() {
        return new Deployed(Plan.SIMULATED, true);
    }

    /** A deployment for one class. */
    public static Deployed of(Plan plan) {
        return new Deployed(plan, false);
    }

    public Deployment get() {
        if (deployment == null) {
            throw new IllegalStateException("the deployment is there from before the first test to after the last");
        }
        return deployment;
    }

    /** Where the programs' output is kept. */
    public static Path logs(String name) {
        return Launchers.home().resolve("e2e/target/e2e-logs").resolve(name);
    }

    /** The store closes what it holds: with the class, or for what is shared with the last of all classes. */
    @Override
    public void beforeAll(ExtensionContext context) {
        Store root = context.getRoot().getStore(SHARED);
        AuthServer auth = root.computeIfAbsent("auth", key -> SharedAuth.start(), SharedAuth.class)
                .server();
        String name = shared ? "shared" : context.getRequiredTestClass().getSimpleName();
        Store store = shared ? root : context.getStore(SHARED);
        deployment = store.computeIfAbsent(
                "deployment " + name, key -> Deployment.start(auth, logs(name), plan), Deployment.class);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        printedBefore.clear();
        get().processes()
                .values()
                .forEach(process -> printedBefore.put(process, process.output().length()));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        context.getExecutionException().ifPresent(failure -> System.err.println(said(context.getDisplayName())));
        get().heal();
    }

    private String said(String test) {
        StringBuilder said = new StringBuilder("=== %s failed; meanwhile the programs said:%n".formatted(test));
        get().processes()
                .forEach((name, process) -> said.append("--- %s%s%n".formatted(name, process.alive() ? "" : " (dead)"))
                        .append(process.output().from(printedBefore.getOrDefault(process, 0))));
        return said.toString();
    }

    /** The auth server of all test classes. */
    private record SharedAuth(TemporaryFolder folder, AuthServer server) implements AutoCloseable {
        static SharedAuth start() {
            TemporaryFolder folder = TemporaryFolder.create();
            try {
                SharedAuth auth = new SharedAuth(
                        folder, AuthServer.start(folder.path(), logs("shared").resolve("auth.log")));
                AtExit.close(auth);
                return auth;
            } catch (RuntimeException e) {
                folder.close();
                throw e;
            }
        }

        @Override
        public void close() {
            AtExit.forget(this);
            try (folder) {
                server.close();
            }
        }
    }
}
