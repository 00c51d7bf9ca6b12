package io.vmregistry.registry;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.ext.web.Router;
import io.vmregistry.registry.access.CachedVerifier;
import io.vmregistry.registry.access.Gate;
import io.vmregistry.registry.access.JwtVerifier;
import io.vmregistry.registry.access.KnownKeys;
import io.vmregistry.registry.access.PublicKeyFile;
import io.vmregistry.registry.access.PublishedKeys;
import io.vmregistry.registry.access.TokenVerifier;
import io.vmregistry.registry.api.ApiDescription;
import io.vmregistry.registry.api.BodyMemory;
import io.vmregistry.registry.api.Requests;
import io.vmregistry.registry.api.route.RegistryApi;
import io.vmregistry.registry.api.v1.SeedPaths;
import io.vmregistry.registry.api.v2.DistributionPaths;
import io.vmregistry.registry.content.RepositoryBlobs;
import io.vmregistry.registry.content.RepositoryManifests;
import io.vmregistry.registry.observation.ObservedBlobStore;
import io.vmregistry.registry.observation.ObservedManifestStore;
import io.vmregistry.registry.observation.ObservedMembership;
import io.vmregistry.registry.observation.ObservedReferrerIndex;
import io.vmregistry.registry.observation.ObservedVerifier;
import io.vmregistry.registry.observation.RequestMetrics;
import io.vmregistry.registry.observation.Spans;
import io.vmregistry.registry.observation.StorageObserver;
import io.vmregistry.registry.observation.UpkeepMetrics;
import io.vmregistry.registry.settings.HalfSettings;
import io.vmregistry.registry.settings.ServerSettings;
import io.vmregistry.registry.upkeep.Upkeep;
import io.vmregistry.spec.unit.ByteSize;
import io.vmregistry.store.blob.BlobStore;
import io.vmregistry.store.filesystem.Durability;
import io.vmregistry.store.filesystem.FilesystemBlobStore;
import io.vmregistry.store.filesystem.FilesystemManifestStore;
import io.vmregistry.store.filesystem.FilesystemMembership;
import io.vmregistry.store.filesystem.FilesystemReferrerIndex;
import io.vmregistry.store.gc.StoreSweep;
import io.vmregistry.store.manifest.ManifestStore;
import io.vmregistry.store.membership.Membership;
import io.vmregistry.store.referrer.ReferrerIndex;
import io.vmregistry.store.s3.S3Settings;
import io.vmregistry.store.s3.S3Store;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Makes the server of its parts: the only class that knows which store and which verifier there is. */
@ApplicationScoped
class Wiring {

    private static final Logger LOG = Logger.getLogger(Wiring.class);

    /** Long enough to begin; a download that has begun goes on after it. */
    private static final Duration REDIRECT_VALIDITY = Duration.ofMinutes(10);

    private final ServerSettings settings;
    private final Clock clock = Clock.systemUTC();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("request-", 0).factory());

    Wiring(ServerSettings settings) {
        HalfSettings.refuse(settings);
        this.settings = settings;
    }

    /** The parts of one store. */
    record Content(BlobStore blobs, ManifestStore manifests, Membership membership, ReferrerIndex referrers) {}

    /** The S3 client is made when it is asked for, so that a store in files needs none. */
    @Produces
    @Singleton
    Content content(Instance<S3Client> client, Instance<S3Presigner> presigner) {
        return switch (settings.storage()) {
            case FILESYSTEM ->
                new Content(
                        new FilesystemBlobStore(settings.fsPath(), durability(), clock),
                        new FilesystemManifestStore(settings.fsPath(), durability()),
                        new FilesystemMembership(settings.fsPath(), durability(), clock),
                        new FilesystemReferrerIndex(settings.fsPath(), durability(), clock));
            case S3 -> {
                // Said before: an object store that does not answer is waited for.
                LOG.infof("opening bucket %s", settings.s3Bucket().orElse(""));
                S3Store store = S3Store.open(client.get(), presigner.get(), bucket(), clock);
                yield new Content(store.blobs(), store.manifests(), store.membership(), store.referrers());
            }
        };
    }

    private S3Settings bucket() {
        return new S3Settings(
                settings.s3Bucket().orElse(""),
                !settings.s3SkipBucketCreation(),
                settings.s3Region(),
                settings.s3Spool(),
                settings.s3Redirect(),
                REDIRECT_VALIDITY);
    }

    @Produces
    @Singleton
    BlobStore blobs(Content content, StorageObserver storage) {
        return new ObservedBlobStore(content.blobs(), storage);
    }

    @Produces
    @Singleton
    ManifestStore manifests(Content content, StorageObserver storage) {
        return new ObservedManifestStore(content.manifests(), storage);
    }

    @Produces
    @Singleton
    Membership membership(Content content, StorageObserver storage) {
        return new ObservedMembership(content.membership(), storage);
    }

    @Produces
    @Singleton
    ReferrerIndex referrers(Content content, StorageObserver storage) {
        return new ObservedReferrerIndex(content.referrers(), storage);
    }

    @Produces
    @Singleton
    StorageObserver storage(MeterRegistry meters, Tracer tracer) {
        boolean traced = settings.otlpEndpoint().isPresent();
        return new StorageObserver(meters, traced ? new Spans.Traced(tracer) : new Spans.Off());
    }

    @Produces
    @Singleton
    Gate gate(MeterRegistry meters) {
        if (settings.auth() == ServerSettings.Auth.DISABLED) {
            LOG.warn("AUTHENTICATION IS DISABLED: everybody who reaches this server may read, write and delete"
                    + " everything. Start it without -auth disabled to ask for tokens.");
            return new Gate.Open();
        }
        TokenVerifier verifier = new ObservedVerifier(new CachedVerifier(verifier(), clock), meters);
        return new Gate.Guarded(verifier, settings.tokenRealm(), settings.audience());
    }

    /** A file has to be there from the start; the auth server may come later. */
    private JwtVerifier verifier() {
        KnownKeys keys = settings.jwksUrl()
                .map(url -> new KnownKeys(new PublishedKeys(url), clock))
                .orElseGet(() -> new KnownKeys(new PublicKeyFile(settings.authKey()), clock).readNow());
        return new JwtVerifier(keys, settings.issuer(), settings.audience(), clock);
    }

    @Produces
    @Singleton
    Upkeep upkeep(
            BlobStore blobs,
            ManifestStore manifests,
            Membership membership,
            ReferrerIndex referrers,
            MeterRegistry meters) {
        return new Upkeep(
                new StoreSweep(blobs, manifests, membership, referrers, clock),
                new Upkeep.Periods(
                        settings.gcInterval(), new StoreSweep.Patience(settings.gcGrace(), settings.uploadExpiry())),
                new UpkeepMetrics(meters, clock));
    }

    /** Everything that can refuse to start is made here, before the first request. */
    void route(
            @Observes Router router,
            Instance<Gate> gates,
            BlobStore blobs,
            ManifestStore manifests,
            Membership membership,
            ReferrerIndex referrers,
            Upkeep upkeep,
            MeterRegistry meters) {
        if (settings.task() != ServerSettings.Task.SERVE) {
            return;
        }
        Gate gate = gates.get();
        RepositoryBlobs repositoryBlobs = new RepositoryBlobs(blobs, membership, manifests);
        RepositoryManifests repositoryManifests = new RepositoryManifests(manifests, blobs, membership, referrers);
        int maxBytes = maxManifestBytes();
        RegistryApi v1 = new RegistryApi(new SeedPaths(), gate, repositoryBlobs, repositoryManifests, upkeep, maxBytes);
        RegistryApi v2 =
                new RegistryApi(new DistributionPaths(), gate, repositoryBlobs, repositoryManifests, upkeep, maxBytes);
        Requests requests =
                new Requests(Context.taskWrapping(threads), new RequestMetrics(meters), BodyMemory.ofHeap(maxBytes));
        router.get(ApiDescription.PATH).handler(new ApiDescription());
        router.route("/v1/*").handler(routing -> requests.run(routing, v1));
        router.route("/v2/*").handler(routing -> requests.run(routing, v2));
    }

    void start(@Observes StartupEvent event, Upkeep upkeep) {
        if (settings.task() == ServerSettings.Task.SERVE) {
            upkeep.start();
        }
        LOG.infof(
                "the registry keeps its content in %s",
                switch (settings.storage()) {
                    case FILESYSTEM -> settings.fsPath().toAbsolutePath();
                    case S3 -> "bucket " + settings.s3Bucket().orElse("");
                });
    }

    void stop(@Observes ShutdownEvent event, Upkeep upkeep) {
        upkeep.close();
        threads.shutdown();
    }

    private Durability durability() {
        return settings.fsFsync() ? Durability.FSYNC : Durability.NONE;
    }

    private int maxManifestBytes() {
        return ByteSize.parse(settings.maxManifestSize())
                .map(ByteSize::bytes)
                .filter(bytes -> bytes > 0 && bytes <= Integer.MAX_VALUE / 2)
                .map(Math::toIntExact)
                .orElseThrow(() -> new IllegalArgumentException("-max-manifest-size \"" + settings.maxManifestSize()
                        + "\" is no size between 1B and 1GiB; write it as 4MiB"));
    }
}
