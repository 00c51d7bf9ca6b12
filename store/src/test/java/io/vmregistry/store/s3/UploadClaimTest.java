package io.vmregistry.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.store.StoreException.StoreUnavailable;
import io.vmregistry.store.StoreException.UploadBusy;
import io.vmregistry.store.StoreException.UploadUnknown;
import io.vmregistry.store.blob.UploadId;
import io.vmregistry.testkit.fault.Fault;
import io.vmregistry.testkit.fault.FaultyProxy;
import io.vmregistry.testkit.fault.FaultyProxy.Plan;
import io.vmregistry.testkit.fault.FaultyProxy.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** What the holder of a claim asks the object store, and when, by a stopwatch of the test's own. */
class UploadClaimTest {
    private static final Duration NEVER = Duration.ofDays(1);

    /** Refusals that are not over when a client has repeated its request. */
    private static final int MORE_THAN_IS_REPEATED = 12;

    private static final Fault REFUSED = new Fault.Refuse(500, "InternalError");

    private final String bucket = S3Server.newBucket();
    private final UploadId id = new UploadId(UUID.randomUUID());
    private final AtomicLong nanoTime = new AtomicLong();
    private final S3Client raw = S3ProxyServer.SERVER.client();
    private FaultyProxy proxy;
    private Bucket objects;

    @BeforeEach
    void start(@TempDir Path spool) {
        S3ProxyServer.SERVER.open(bucket, spool);
        proxy = new FaultyProxy(S3ProxyServer.SERVER.endpoint());
        objects = new Bucket(new S3Server(proxy.url()).client(), bucket);
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    private UploadClaim claim(Duration renewal) {
        raw.putObject(request -> request.bucket(bucket).key(Keys.session(id)), RequestBody.fromBytes(new byte[] {1}));
        UploadClaim claim = new UploadClaims(objects, nanoTime::get, renewal).take(id);
        proxy.forget();
        return claim;
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    private List<String> methods() {
        return proxy.requests().stream().map(Request::method).toList();
    }

    private List<String> claims() {
        return raw
                .listObjectsV2(request -> request.bucket(bucket).prefix(Keys.upload(id) + "writer-"))
                .contents()
                .stream()
                .map(object -> object.key())
                .toList();
    }

    @Test
    void isWrittenAgainAndAgainAlsoAfterAFailureAndNeverOnceItWasGivenBack() throws Exception {
        UploadClaim claim = claim(Duration.ofMillis(5));
        AtomicInteger refusals = new AtomicInteger(MORE_THAN_IS_REPEATED);
        CountDownLatch renewals = new CountDownLatch(3);
        proxy.follow(request -> {
            if (request.method().equals("PUT") && refusals.getAndDecrement() > 0) {
                return REFUSED;
            }
            if (request.method().equals("PUT")) {
                renewals.countDown();
            }
            return new Fault.None();
        });
        assertThat(renewals.await(30, TimeUnit.SECONDS)).isTrue();
        claim.close();
        assertThat(methods().getLast()).isEqualTo("DELETE");
        assertThat(claims()).isEmpty();
    }

    @Test
    void aRenewalThatFailsChangesNothingWhileTheLastOneHolds() {
        UploadClaim claim = claim(NEVER);
        proxy.follow(_ -> REFUSED);
        pass(UploadClaim.TRUSTED.minusNanos(1));
        claim.tryToRenew();
        assertThat(methods()).isNotEmpty().containsOnly("PUT");
        claim.requireHeld();
        pass(Duration.ofNanos(1));
        assertThatThrownBy(claim::requireHeld).isInstanceOf(StoreUnavailable.class);
        proxy.follow(Plan.FAIR);
        claim.requireHeld();
    }

    @Test
    void aRenewalHoldsFromWhenItWasAskedFor() {
        UploadClaim claim = claim(NEVER);
        pass(UploadClaim.TRUSTED.minusNanos(1));
        proxy.follow(_ -> {
            pass(Duration.ofSeconds(1));
            return new Fault.None();
        });
        claim.tryToRenew();
        assertThat(methods()).containsExactly("PUT");
        proxy.follow(Plan.FAIR);
        proxy.forget();
        pass(UploadClaim.TRUSTED.minusSeconds(1).minusNanos(1));
        claim.requireHeld();
        assertThat(methods()).isEmpty();
        pass(Duration.ofNanos(1));
        claim.requireHeld();
        assertThat(methods()).containsExactly("HEAD", "PUT", "GET");
        proxy.forget();
        claim.requireHeld();
        assertThat(methods()).isEmpty();
    }

    /** It would claim for its holder what somebody else may have by now. */
    @Test
    void aClaimThatIsTooOldIsNotRenewedUnlooked() {
        UploadClaim claim = claim(NEVER);
        pass(UploadClaim.TRUSTED);
        claim.tryToRenew();
        assertThat(methods()).isEmpty();
    }

    @Test
    void aClaimThatWasTakenOverIsNotTakenBack() {
        UploadClaim claim = claim(NEVER);
        raw.deleteObject(request -> request.bucket(bucket).key(claims().getFirst()));
        claim.requireHeld();
        pass(UploadClaim.TRUSTED);
        assertThatThrownBy(claim::requireHeld).isInstanceOf(UploadBusy.class);
        assertThat(methods()).containsExactly("HEAD");
        assertThat(claims()).isEmpty();
    }

    @Test
    void aHolderThatIsLateGivesWayToWhoeverWantsItAndToTheEndOfTheUpload() {
        UploadClaim claim = claim(NEVER);
        String other = Keys.upload(id) + "writer-other";
        raw.putObject(request -> request.bucket(bucket).key(other), RequestBody.fromBytes(new byte[] {1}));
        pass(UploadClaim.TRUSTED);
        assertThatThrownBy(claim::requireHeld).isInstanceOf(UploadBusy.class);
        assertThatThrownBy(claim::requireHeld).as("again").isInstanceOf(UploadBusy.class);
        raw.deleteObject(request -> request.bucket(bucket).key(other));
        claim.requireHeld();
        raw.deleteObject(request -> request.bucket(bucket).key(Keys.session(id)));
        pass(UploadClaim.TRUSTED);
        assertThatThrownBy(claim::requireHeld).isInstanceOf(UploadUnknown.class);
    }
}
