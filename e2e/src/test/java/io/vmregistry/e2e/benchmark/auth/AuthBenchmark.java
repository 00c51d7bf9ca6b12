package io.vmregistry.e2e.benchmark.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vmregistry.e2e.benchmark.Usage;
import io.vmregistry.e2e.process.AuthServer;
import io.vmregistry.e2e.process.Launchers;
import io.vmregistry.e2e.process.TemporaryFolder;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

/**
 * How many tokens {@code /token} gives in a CPU second of the auth server, beside how many bare RS256 signatures one
 * makes with the same key in the same run; and how many logins, beside bare bcrypt. PostgreSQL's CPU is counted by itself.
 */
public final class AuthBenchmark {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int CLIENTS = 4;

    /** Until the server's code is compiled: a number, as a large key's signatures leave little else in any time. */
    private static final long WARM_UP_TOKENS = 10_000;

    private static final long WARM_UP_LOGINS = 60;

    private static final String PASSWORD = "correct horse";

    private final AuthServer server;
    private final double seconds;

    private AuthBenchmark(AuthServer server, double seconds) {
        this.server = server;
        this.seconds = seconds;
    }

    private record Setting(String bits, boolean certificate) {}

    private static final List<Setting> SETTINGS = List.of(
            new Setting("2048", false),
            new Setting("2048", true),
            new Setting("3072", true),
            new Setting("4096", true));

    private record Rate(double perCpuSecond, double databaseShare, int bytes) {}

    /** @param arguments seconds of each measurement (8), number of rounds (3) */
    public static void main(String... arguments) throws Exception {
        double seconds = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 8;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        Path logs = Launchers.home().resolve("e2e/target/e2e-logs/auth-benchmark");
        System.out.printf(
                "Tokens beside bare RS256 signatures, medians of %d rounds of %.0f s, %d clients over loopback, %d processors, Java %s.%n%n",
                rounds, seconds, CLIENTS, Runtime.getRuntime().availableProcessors(), Runtime.version());
        System.out.printf(
                "| key | measured | a CPU second | of the signature | PostgreSQL's CPU beside it | bytes of a token |%n|---|---|---|---|---|---|%n");
        for (Setting setting : SETTINGS) {
            try (TemporaryFolder folder = TemporaryFolder.create();
                    AuthServer server = AuthServer.start(
                            folder.path(),
                            logs.resolve(setting.bits() + ".log"),
                            "-key-bits",
                            setting.bits(),
                            "-token-x5c",
                            Boolean.toString(setting.certificate()))) {
                AuthBenchmark benchmark = new AuthBenchmark(server, seconds);
                String key = setting.bits() + (setting.certificate() ? "" : ", no certificate");
                benchmark.print(key, BareSignature.of(folder.path().resolve("auth/keys/auth.key")), rounds);
                if (setting.equals(SETTINGS.getLast())) {
                    benchmark.printLogins(key, rounds);
                }
            }
        }
    }

    private void print(String key, BareSignature signature, int rounds) throws Exception {
        Map<String, HttpRequest> requests = requests();
        for (HttpRequest request : requests.values()) {
            send(request, given -> given < WARM_UP_TOKENS);
        }
        signature.perCpuSecond(2);
        List<Double> bare = new ArrayList<>();
        Map<String, List<Rate>> rates = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            bare.add(signature.perCpuSecond(seconds / 2));
            for (Map.Entry<String, HttpRequest> request : requests.entrySet()) {
                rates.computeIfAbsent(request.getKey(), _ -> new ArrayList<>())
                        .add(measure(request.getValue(), seconds));
            }
        }
        double ceiling = Usage.median(bare);
        System.out.printf(Locale.ROOT, "| %s | bare signature | %.0f | 100 %% | | |%n", key, ceiling);
        rates.forEach((name, all) -> System.out.println(row(key, "`/token`, " + name, all, ceiling)));
    }

    private static String row(String key, String name, List<Rate> rates, double ceiling) {
        double rate = Usage.median(rates.stream().map(Rate::perCpuSecond).toList());
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.4g | %.0f %% | %.0f %% | %,d |",
                key,
                name,
                rate,
                100 * rate / ceiling,
                100 * Usage.median(rates.stream().map(Rate::databaseShare).toList()),
                rates.getFirst().bytes());
    }

    /** A login is a check of the password, a refresh token on record and a token. */
    private void printLogins(String key, int rounds) throws Exception {
        HttpRequest login = HttpRequest.newBuilder(uri("/v1/login"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        JSON.writeValueAsString(Map.of("username", "alice", "password", PASSWORD))))
                .build();
        BarePassword bare = BarePassword.of(PASSWORD);
        send(login, given -> given < WARM_UP_LOGINS);
        bare.perCpuSecond(2);
        List<Double> checks = new ArrayList<>();
        List<Rate> rates = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            checks.add(bare.perCpuSecond(seconds));
            rates.add(measure(login, seconds));
        }
        double ceiling = Usage.median(checks);
        System.out.printf(Locale.ROOT, "| %s | bare bcrypt, cost 12 | %.2f | 100 %% | | |%n", key, ceiling);
        System.out.println(row(key, "login", rates, ceiling));
    }

    /** Each asks for one repository. A password is not among them: it costs its bcrypt and nothing else counts. */
    private Map<String, HttpRequest> requests() throws IOException, InterruptedException {
        post("/v1/register", "application/json", "{\"username\":\"alice\",\"password\":\"" + PASSWORD + "\"}");
        String basic = Base64.getEncoder().encodeToString(("alice:" + PASSWORD).getBytes(UTF_8));
        String offline = JSON.readTree(HTTP.send(
                                HttpRequest.newBuilder(uri("/token?offline_token=true"))
                                        .header("Authorization", "Basic " + basic)
                                        .build(),
                                BodyHandlers.ofString())
                        .body())
                .path("refresh_token")
                .asText();
        String scope = URLEncoder.encode("repository:alice/web:pull,push", UTF_8);
        Map<String, HttpRequest> requests = new LinkedHashMap<>();
        requests.put(
                "anonymous",
                HttpRequest.newBuilder(uri("/token?service=registry&scope=" + scope))
                        .build());
        requests.put(
                "refresh token",
                HttpRequest.newBuilder(uri("/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(
                                "grant_type=refresh_token&service=registry&client_id=benchmark&refresh_token=" + offline
                                        + "&scope=" + scope))
                        .build());
        return requests;
    }

    private URI uri(String path) {
        return server.url().resolve(path);
    }

    private void post(String path, String type, String body) throws IOException, InterruptedException {
        HTTP.send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.discarding());
    }

    private Rate measure(HttpRequest request, double seconds) throws Exception {
        int bytes = token(request).length();
        double begun = Usage.cpuOf(server.process().pid());
        double database = databaseCpu();
        long until = System.nanoTime() + (long) (seconds * 1e9);
        long given = send(request, _ -> System.nanoTime() < until);
        double used = Usage.cpuOf(server.process().pid()) - begun;
        return new Rate(given / used, (databaseCpu() - database) / used, bytes);
    }

    /** Sends it again and again, from all clients at a time, and counts the answers. */
    private static long send(HttpRequest request, LongPredicate goesOn) throws Exception {
        AtomicLong given = new AtomicLong();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Callable<Void>> work = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                work.add(() -> {
                    while (goesOn.test(given.get())) {
                        token(request);
                        given.incrementAndGet();
                    }
                    return null;
                });
            }
            for (Future<Void> done : clients.invokeAll(work)) {
                done.get();
            }
        }
        return given.get();
    }

    private static String token(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
        JsonNode token = JSON.readTree(response.body()).path("access_token");
        if (response.statusCode() != 200 || token.isMissingNode()) {
            throw new IllegalStateException("no token: " + response.statusCode() + " " + response.body());
        }
        return token.asText();
    }

    /** Of the server's own PostgreSQL, whose programs lie in its folder. */
    private double databaseCpu() throws IOException {
        double sum = 0;
        for (ProcessHandle process : ProcessHandle.allProcesses()
                .filter(each -> each.info().command().orElse("").contains(dataFolder()))
                .toList()) {
            sum += Usage.cpuOf(process.pid());
        }
        return sum;
    }

    private String dataFolder() {
        return server.publicKey().getParent().resolveSibling("postgres").toString();
    }
}
