package io.vmregistry.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.store.StoreException.StoreUnavailable;
import io.vmregistry.store.s3.Intents.Intent;
import io.vmregistry.testkit.fault.Fault;
import io.vmregistry.testkit.fault.FaultyProxy;
import io.vmregistry.testkit.fault.FaultyProxy.Plan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntentsTest {
    private static final String PREFIX = "guards/intent-";
    private static final String TARGET = "blobs/target";

    private final String bucket = S3Server.newBucket();
    private final AtomicLong nanoTime = new AtomicLong();
    private FaultyProxy proxy;
    private Bucket objects;

    @BeforeEach
    void start(@TempDir Path spool) {
        S3ProxyServer.SERVER.open(bucket, spool);
        proxy = new FaultyProxy(S3ProxyServer.SERVER.endpoint());
        objects = new Bucket(new S3Server(proxy.url()).client(), bucket);
        objects.mark(TARGET);
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    private Intents intents(Duration givenUp) {
        return new Intents(objects, nanoTime::get, givenUp);
    }

    @Test
    void aDeletionIsStartedInTimeOrNotAtAll() {
        Intents intents = intents(Intents.GIVEN_UP);
        try (Intent intent = intents.declare(PREFIX)) {
            nanoTime.addAndGet(Intents.HOLDS.toNanos() + 1);
            proxy.forget();
            assertThatThrownBy(() -> intent.delete(TARGET)).isInstanceOf(StoreUnavailable.class);
            assertThat(proxy.requests()).isEmpty();
            assertThat(objects.exists(TARGET)).isTrue();
        }
        try (Intent intent = intents.declare(PREFIX)) {
            nanoTime.addAndGet(Intents.HOLDS.toNanos());
            intent.delete(TARGET);
            assertThat(objects.exists(TARGET)).isFalse();
        }
    }

    /** Its connection would be given up after ten seconds, four times; the answers that it waits for never come. */
    @Test
    void aDeletionThatIsNotAnsweredIsGivenUpWithItsRepetitions() {
        try (Intent intent = intents(Duration.ofMillis(300)).declare(PREFIX)) {
            proxy.follow(_ -> new Fault.Late(Duration.ofHours(1)));
            proxy.forget();
            long start = System.nanoTime();
            assertThatThrownBy(() -> intent.delete(TARGET)).isInstanceOf(StoreUnavailable.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
            assertThat(proxy.requests()).hasSize(1);
            proxy.follow(Plan.FAIR);
        }
    }

    @Test
    void aDeclarationIsOverlookedOnlyAfterItsDeletionWasGivenUp() {
        assertThat(Intents.OVERLOOKED).isGreaterThan(Intents.HOLDS.plus(Intents.GIVEN_UP));
    }

    @Test
    void aWriterWaitsForTheDeletionsThatAreDeclaredAndIsToldOfThem() throws Exception {
        Intents intents = intents(Intents.GIVEN_UP);
        assertThat(intents.awaitNone(PREFIX)).isFalse();
        CountDownLatch looked = new CountDownLatch(2);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Intent one = intents.declare(PREFIX);
                Intent other = intents.declare(PREFIX)) {
            proxy.follow(request -> {
                if (request.target().contains("list-type=2")) {
                    looked.countDown();
                }
                return new Fault.None();
            });
            Future<Boolean> waited = threads.submit(() -> intents.awaitNone(PREFIX));
            one.close();
            looked.await();
            assertThat(waited).isNotDone();
            other.close();
            assertThat(waited.get()).isTrue();
        }
    }
}
