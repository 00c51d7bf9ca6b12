package io.vmregistry.e2e.registry;

import io.vmregistry.e2e.registry.Api.Answer;
import io.vmregistry.e2e.registry.Api.Unanswered;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Several clients that push, tag and delete at once, one that deletes the blobs of the others, and one that asks for
 * garbage collection all the time. Everything that they choose comes of the seed; how they interleave does not.
 */
public final class Workload {

    /** Statuses that say that something is not possible now, which no client may be surprised by. */
    private static final Set<Integer> UNDERSTOOD = Set.of(200, 201, 202, 204, 400, 404, 409, 503, 507);

    private final List<Expectation> repositories = new ArrayList<>();
    private final Image.Source source;
    private final RandomGenerator seeds;
    private final Tally tally = new Tally();

    /**
     * A workload on repositories that nobody else uses.
     *
     * @param largest bytes of a layer
     */
    public Workload(long seed, int clients, int largest) {
        Random random = new Random(seed);
        this.source = new Image.Source(random, largest);
        this.seeds = random;
        for (int i = 0; i < clients; i++) {
            repositories.add(new Expectation("drill/client-" + i));
        }
    }

    /** What the clients were answered, and what they pushed last. May be used from any thread. */
    static final class Tally {
        private static final int RECENT = 8;

        private final Map<String, AtomicInteger> answers = new ConcurrentSkipListMap<>();
        private final ConcurrentLinkedQueue<String> surprises = new ConcurrentLinkedQueue<>();
        private final List<String> recent = new ArrayList<>();
        private final AtomicInteger pushes = new AtomicInteger();
        private final AtomicLong freed = new AtomicLong();
        private final Map<CompletableFuture<Void>, Integer> awaited = new ConcurrentHashMap<>();

        void answered(String what, Answer answer) {
            answers.computeIfAbsent(what + " " + answer.status(), _ -> new AtomicInteger())
                    .incrementAndGet();
            if (!UNDERSTOOD.contains(answer.status())) {
                surprises.add("%s was answered %d: %s".formatted(what, answer.status(), answer.text()));
            }
        }

        /** A blob is there that a manifest is about to name. */
        void uploaded(String path) {
            synchronized (recent) {
                recent.add(path);
                if (recent.size() > RECENT) {
                    recent.removeFirst();
                }
            }
        }

        /** Takes one of them out, or none. */
        Optional<String> anyUploaded(RandomGenerator random) {
            synchronized (recent) {
                return recent.isEmpty() ? Optional.empty() : Optional.of(recent.remove(random.nextInt(recent.size())));
            }
        }

        void pushed() {
            int count = pushes.incrementAndGet();
            awaited.forEach((reached, wanted) -> {
                if (count >= wanted) {
                    reached.complete(null);
                }
            });
        }
    }

    /** Clients at work. */
    public final class Running {
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final List<CompletableFuture<Void>> ended = new ArrayList<>();

        private Running(Api api) {
            for (Expectation expected : repositories) {
                Pusher pusher = new Pusher(api, expected, source, new Random(seeds.nextLong()), tally);
                go(pusher::act);
            }
            Random rival = new Random(seeds.nextLong());
            go(() -> deleteBlobOfSomebody(api, rival));
            go(() -> collect(api));
        }

        private interface Deed {
            void act() throws Unanswered;
        }

        /** Again and again, until it is stopped or nobody answers. */
        private void go(Deed deed) {
            CompletableFuture<Void> end = new CompletableFuture<>();
            ended.add(end);
            Thread.ofVirtual().start(() -> {
                try {
                    while (!stopped.get()) {
                        deed.act();
                    }
                    end.complete(null);
                } catch (Unanswered serverIsGone) {
                    end.complete(null);
                } catch (RuntimeException | Error e) {
                    end.completeExceptionally(e);
                }
            });
        }

        /** Complete when so many more pushes were acknowledged. */
        public CompletableFuture<Void> pushed(int more) {
            CompletableFuture<Void> reached = new CompletableFuture<>();
            tally.awaited.put(reached, tally.pushes.get() + more);
            return reached;
        }

        /** Complete when every client has ended. */
        public CompletableFuture<Void> ended() {
            return CompletableFuture.allOf(ended.toArray(CompletableFuture[]::new));
        }

        /** Lets the clients finish what they are doing, and waits for that. */
        public void stop() {
            stopped.set(true);
            ended().join();
        }
    }

    public Running start(Api api) {
        return new Running(api);
    }

    /** Some of the blobs are deleted; in between it only looks around. */
    private void deleteBlobOfSomebody(Api api, RandomGenerator random) throws Unanswered {
        Optional<String> blob = random.nextInt(4) == 0 ? tally.anyUploaded(random) : Optional.empty();
        if (blob.isPresent()) {
            tally.answered("delete-blob", api.send("DELETE", blob.get()));
        } else {
            tally.answered("list", api.send("GET", "/v2/_catalog"));
        }
    }

    /** One run of garbage collection; one that is under way already will do. */
    public void collect(Api api) throws Unanswered {
        Answer answer = api.send("POST", "/v1/admin/gc");
        tally.answered("gc", answer);
        if (answer.status() == 200) {
            tally.freed.addAndGet(Freed.blobs(answer.text()));
        }
    }

    /** Everything that is not as it must be: in what the registry answered, and in what it holds now. */
    public List<String> violations(Api api) throws Unanswered {
        List<String> violations = new ArrayList<>(tally.surprises);
        for (Expectation expected : repositories) {
            violations.addAll(expected.violations(api));
        }
        return violations;
    }

    public int pushes() {
        return tally.pushes.get();
    }

    /** Blobs that garbage collection freed when it was asked to. */
    public long freed() {
        return tally.freed.get();
    }

    /** How often something was answered so. */
    public int count(String whatAndStatus) {
        AtomicInteger count = tally.answers.get(whatAndStatus);
        return count == null ? 0 : count.get();
    }

    /** How many images are there by what was acknowledged. */
    public int images() {
        return repositories.stream().mapToInt(Expectation::acknowledged).sum();
    }

    @Override
    public String toString() {
        return "%d pushes, %d images left, %d blobs freed, answers %s"
                .formatted(pushes(), images(), freed(), new TreeMap<>(tally.answers));
    }
}
