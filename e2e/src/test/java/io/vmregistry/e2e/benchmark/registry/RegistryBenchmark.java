package io.vmregistry.e2e.benchmark.registry;

import io.vmregistry.e2e.benchmark.registry.RegistryCalls.Slice;
import io.vmregistry.e2e.process.Commands;
import io.vmregistry.e2e.process.Launchers;
import io.vmregistry.e2e.process.PeerRegistry;
import io.vmregistry.e2e.process.RegistryServer;
import io.vmregistry.e2e.process.TemporaryFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Our registry beside Debian's {@code docker-registry}, on files or on S3, over loopback: the same requests of the OCI
 * distribution protocol, taking turns, without authentication and with tokens. Run by hand:
 * {@code e2e/bin/registry-benchmark [files|s3|URL] [MEBIBYTES] [RUNS] [NAMES]}.
 */
public final class RegistryBenchmark {

    private static final int REQUESTS = 5_000;
    private static final int WARM_UP_REQUESTS = 60_000;
    private static final int WARM_UP_PAGES = 10_000;
    private static final int PARALLEL = 8;
    private static final int PUSHES = 64;
    private static final long CHUNK = 128L << 20;
    private static final long SHORT = 64L << 20;
    private static final int PAGES = 200;
    /** Fewer: for one of them docker-registry walks the whole bucket. */
    private static final int CATALOG_PAGES = 20;

    private static final int FEW = 100;
    private static final String SMALL = "bench/small";
    private static final String LARGE = "bench/large";

    private final Path directory;
    private final Path logs;
    private final Backend backend;
    private final Tokens tokens;
    private final Content content;
    private final int runs;
    private final int names;
    private int edition;

    private RegistryBenchmark(Path directory, Path logs, Backend backend, Content content, int runs, int names)
            throws IOException {
        this.directory = directory;
        this.logs = logs;
        this.backend = backend;
        this.tokens = Tokens.create(directory);
        this.content = content;
        this.runs = runs;
        this.names = names;
    }

    /**
     * @param arguments {@code files}, {@code s3} or an object store's address (files), size of the large blob in MiB (1024), number of runs (3), number
     *     of tags and of repositories (10000)
     */
    public static void main(String... arguments) throws Exception {
        String storage = arguments.length > 0 ? arguments[0] : "files";
        int mebibytes = argument(arguments, 1, 1024);
        int runs = argument(arguments, 2, 3);
        int names = argument(arguments, 3, 10_000);
        Path logs = Launchers.home().resolve("e2e/target/e2e-logs/registry-benchmark");
        try (TemporaryFolder folder = TemporaryFolder.create();
                Backend backend = Backend.of(storage, folder.path(), logs)) {
            Content content = Content.create(folder.path(), mebibytes);
            System.out.printf(
                    "docker-registry beside ours, both on %s, %d MiB, medians of %d runs that took turns, loopback, %d processors,"
                            + " Java %s.%n",
                    storage, mebibytes, runs, Runtime.getRuntime().availableProcessors(), Runtime.version());
            RegistryBenchmark benchmark = new RegistryBenchmark(folder.path(), logs, backend, content, runs, names);
            benchmark.measure(false);
            benchmark.measure(true);
        }
    }

    private static int argument(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    private void measure(boolean guarded) throws Exception {
        Optional<String> token = guarded ? Optional.of(tokens.of(repositories())) : Optional.empty();
        try (RegistryServer ours = ours(guarded);
                PeerRegistry theirs = theirs(guarded)) {
            Contender mine = new Contender("ours", ours.url(), ours.process(), token);
            Contender peer = new Contender("docker-registry", theirs.url(), theirs.process(), token);
            if (!guarded) {
                for (Contender contender : List.of(mine, peer)) {
                    fill(contender);
                }
            }
            warmUp(mine);
            warmUp(peer);
            Comparison comparison = new Comparison(mine, peer);
            small(comparison);
            large(comparison);
            lists(comparison);
            comparison.print(System.out, guarded ? "With tokens (RS256)" : "Without authentication");
        }
    }

    private RegistryServer ours(boolean guarded) throws IOException {
        List<String> flags = new ArrayList<>(backend.ours());
        flags.addAll(
                guarded
                        ? List.of("-issuer", Tokens.ISSUER, "-audience", Tokens.AUDIENCE)
                        : List.of("-auth", "disabled"));
        Path state = Files.createDirectories(directory.resolve("ours"));
        return RegistryServer.start(
                state,
                state.resolve("store"),
                tokens.publicKey(),
                URI.create("http://127.0.0.1"),
                logs.resolve("ours.log"),
                flags.toArray(String[]::new));
    }

    private PeerRegistry theirs(boolean guarded) throws IOException {
        PeerRegistry.Access access =
                guarded ? new PeerRegistry.Access(tokens.configuration()) : PeerRegistry.Access.OPEN;
        Path state = Files.createDirectories(directory.resolve("peer"));
        return PeerRegistry.start(state, backend.peer(state), access, logs.resolve("peer.log"));
    }

    private static List<String> repositories() {
        Stream<String> pushes = IntStream.range(0, PUSHES).mapToObj(RegistryBenchmark::pushed);
        return Stream.concat(Stream.of(SMALL, LARGE, tagged(true), tagged(false)), pushes)
                .toList();
    }

    private static String pushed(int number) {
        return "bench/push-" + number;
    }

    private static String tagged(boolean many) {
        return many ? "bench/many-tags" : "bench/few-tags";
    }

    private static String firstPage(boolean many) {
        return tagged(many) + "/tags/list?n=100";
    }

    /** What the rows that only read need. */
    private void fill(Contender contender) throws Exception {
        System.err.println("Filling " + contender + "…");
        Slice small = content.small();
        String digest = Content.digest(small);
        String manifest = content.manifest();
        try (RegistryCalls calls = new RegistryCalls(contender)) {
            for (String repository : List.of(SMALL, tagged(true), tagged(false))) {
                calls.push(repository, digest, small);
            }
            calls.putManifest(SMALL, "latest", manifest);
            RegistryCalls.each(names, PARALLEL, number -> calls.putManifest(tagged(true), tag(number), manifest));
            RegistryCalls.each(FEW, PARALLEL, number -> calls.putManifest(tagged(false), tag(number), manifest));
            RegistryCalls.each(names, PARALLEL, number -> {
                String repository = "bench/repository-%05d".formatted(number);
                calls.mount(repository, SMALL, digest);
                calls.putManifest(repository, "latest", manifest);
            });
        }
    }

    private static String tag(int number) {
        return "tag-%05d".formatted(number);
    }

    /** What the first requests compile is not what is measured. */
    private void warmUp(Contender contender) throws Exception {
        String digest = Content.digest(content.small());
        try (RegistryCalls calls = new RegistryCalls(contender)) {
            RegistryCalls.each(WARM_UP_REQUESTS, PARALLEL, _ -> calls.getManifest(SMALL, "latest"));
            RegistryCalls.each(WARM_UP_REQUESTS, PARALLEL, _ -> calls.pull(SMALL, digest));
            RegistryCalls.each(WARM_UP_PAGES, PARALLEL, _ -> calls.get(firstPage(false)));
            content.renew(++edition);
            String large = Content.digest(content.large());
            calls.push(LARGE, large, content.large());
            calls.stream(LARGE, large, content.large().length());
        }
    }

    private void small(Comparison comparison) throws Exception {
        String digest = Content.digest(content.small());
        comparison.measure(REQUESTS + " x manifest GET", runs, (contender, _) -> {
            try (RegistryCalls calls = new RegistryCalls(contender)) {
                RegistryCalls.each(REQUESTS, PARALLEL, _ -> calls.getManifest(SMALL, "latest"));
            }
        });
        comparison.measure(REQUESTS + " x blob GET, 1 KiB", runs, (contender, _) -> {
            try (RegistryCalls calls = new RegistryCalls(contender)) {
                RegistryCalls.each(REQUESTS, PARALLEL, _ -> calls.pull(SMALL, digest));
            }
        });
    }

    private void large(Comparison comparison) throws Exception {
        for (int run = 0; run < runs; run++) {
            // One edition a run: both registries are given the same bytes, and neither has them.
            content.renew(++edition);
            Slice whole = content.large();
            String digest = Content.digest(whole);
            pushing(comparison, "push, one request", (calls, _) -> calls.push(LARGE, digest, whole));
            comparison.measure("pull", 1, (contender, _) -> {
                try (RegistryCalls calls = new RegistryCalls(contender)) {
                    calls.stream(LARGE, digest, whole.length());
                }
            });
            content.renew(++edition);
            String other = Content.digest(whole);
            pushing(
                    comparison,
                    "push, chunks of 128 MiB",
                    (calls, _) -> calls.pushInChunks(LARGE, other, whole, CHUNK));
            content.renew(++edition);
            closing(comparison, "closing PUT after 64 MiB", content.part(0, (int) (whole.length() / SHORT)));
            closing(comparison, "closing PUT after %d MiB".formatted(whole.length() >> 20), whole);
            content.renew(++edition);
            List<String> parts =
                    IntStream.range(0, PUSHES).mapToObj(this::partDigest).toList();
            pushing(
                    comparison,
                    PUSHES + " pushes at a time",
                    (calls, _) -> RegistryCalls.each(
                            PUSHES,
                            PUSHES,
                            number -> calls.push(pushed(number), parts.get(number), content.part(number, PUSHES))));
        }
    }

    /** Only the request that makes a blob of what was sent in chunks before. */
    private void closing(Comparison comparison, String row, Slice slice) throws Exception {
        String digest = Content.digest(slice);
        Map<String, URI> sent = new HashMap<>();
        for (Contender contender : comparison.contenders()) {
            try (RegistryCalls calls = new RegistryCalls(contender)) {
                sent.put(contender.name(), calls.sendChunks(LARGE, slice, CHUNK));
            }
        }
        Commands.run("sync");
        comparison.measure(row, 1, (contender, _) -> {
            try (RegistryCalls calls = new RegistryCalls(contender)) {
                calls.close(sent.get(contender.name()), digest);
            }
        });
    }

    private interface Push {
        void run(RegistryCalls calls, int run) throws Exception;
    }

    private void pushing(Comparison comparison, String row, Push push) throws Exception {
        comparison.measure(row, 1, (contender, run) -> {
            try (RegistryCalls calls = new RegistryCalls(contender)) {
                push.run(calls, run);
            }
        });
        Commands.run("sync");
    }

    private String partDigest(int number) {
        try {
            return Content.digest(content.part(number, PUSHES));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void lists(Comparison comparison) throws Exception {
        String middle = tag(names / 2);
        pages(comparison, PAGES, FEW + " tags", firstPage(false));
        pages(comparison, PAGES, names + " tags", firstPage(true) + "&last=" + middle);
        pages(
                comparison,
                CATALOG_PAGES,
                names + " repositories",
                "_catalog?n=100&last=bench/repository-%05d".formatted(names / 2));
    }

    private void pages(Comparison comparison, int count, String of, String path) throws Exception {
        comparison.measure("%d x page of 100 of %s".formatted(count, of), runs, (contender, _) -> {
            try (RegistryCalls calls = new RegistryCalls(contender)) {
                RegistryCalls.each(count, 1, _ -> calls.get(path));
            }
        });
    }
}
