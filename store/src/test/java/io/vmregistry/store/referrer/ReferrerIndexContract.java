package io.vmregistry.store.referrer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vmregistry.spec.reference.Digest;
import io.vmregistry.spec.reference.RepositoryName;
import io.vmregistry.store.blob.Bytes;
import io.vmregistry.store.referrer.ReferrerIndex.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link ReferrerIndex} keeps. A backend's test extends it and says how to open an instance. */
public abstract class ReferrerIndexContract {

    private static final RepositoryName DEBIAN = new RepositoryName("alice/debian");
    private static final RepositoryName BELOW = new RepositoryName("alice/debian/manifests");
    private static final Digest SUBJECT = Digest.of(Bytes.random(1, 1));
    private static final Digest SIGNATURE = Digest.of(Bytes.random(2, 1));
    private static final Digest LONG = Bytes.sha512(Bytes.random(3, 1));
    private static final Instant LATER = Instant.now().plusSeconds(3600);

    /** An instance over this test's storage; each call opens another one over the same. */
    protected abstract ReferrerIndex open();

    @Test
    void whatWasLinkedIsListed() {
        ReferrerIndex index = open();
        assertThat(index.referrers(DEBIAN, SUBJECT, "", 10)).isEmpty();
        index.link(DEBIAN, SUBJECT, SIGNATURE);
        index.link(DEBIAN, SUBJECT, SIGNATURE);
        index.link(DEBIAN, SUBJECT, LONG);
        index.link(DEBIAN, LONG, SUBJECT);
        assertThat(open().referrers(DEBIAN, SUBJECT, "", 10)).containsExactly(SIGNATURE, LONG);
        assertThat(index.referrers(DEBIAN, LONG, "", 10)).containsExactly(SUBJECT);
        assertThat(index.referrers(DEBIAN, SIGNATURE, "", 10)).isEmpty();
    }

    @Test
    void repositoriesDoNotSeeEachOthersReferrers() {
        ReferrerIndex index = open();
        index.link(DEBIAN, SUBJECT, SIGNATURE);
        index.link(BELOW, SUBJECT, LONG);
        assertThat(index.referrers(DEBIAN, SUBJECT, "", 10)).containsExactly(SIGNATURE);
        assertThat(index.referrers(BELOW, SUBJECT, "", 10)).containsExactly(LONG);
        assertThat(index.referrers(new RepositoryName("alice"), SUBJECT, "", 10))
                .isEmpty();
    }

    @Test
    void unlinkingTakesOneEntry() {
        ReferrerIndex index = open();
        index.link(DEBIAN, SUBJECT, SIGNATURE);
        index.link(DEBIAN, SUBJECT, LONG);
        assertThat(index.unlinkIfIdle(DEBIAN, SUBJECT, SIGNATURE, LATER)).isTrue();
        assertThat(index.unlinkIfIdle(DEBIAN, SUBJECT, SIGNATURE, LATER)).isFalse();
        assertThat(index.unlinkIfIdle(BELOW, SUBJECT, LONG, LATER)).isFalse();
        assertThat(open().referrers(DEBIAN, SUBJECT, "", 10)).containsExactly(LONG);
        index.link(DEBIAN, SUBJECT, SIGNATURE);
        assertThat(index.referrers(DEBIAN, SUBJECT, "", 10)).containsExactly(SIGNATURE, LONG);
    }

    @Test
    void whatWasLinkedLatelyIsNotUnlinkedAsIdle() {
        ReferrerIndex index = open();
        index.link(DEBIAN, SUBJECT, SIGNATURE);
        assertThat(index.unlinkIfIdle(DEBIAN, SUBJECT, SIGNATURE, Instant.now().minusSeconds(60)))
                .isFalse();
        assertThat(index.referrers(DEBIAN, SUBJECT, "", 10)).containsExactly(SIGNATURE);
        assertThat(index.unlinkIfIdle(DEBIAN, SUBJECT, SIGNATURE, LATER)).isTrue();
        assertThat(index.unlinkIfIdle(DEBIAN, SUBJECT, SIGNATURE, LATER)).isFalse();
        assertThat(index.referrers(DEBIAN, SUBJECT, "", 10)).isEmpty();
    }

    @Test
    void listsTheEntriesOfEveryRepositoryWithTheirTime() {
        ReferrerIndex index = open();
        try (Stream<Entry> none = index.list()) {
            assertThat(none).isEmpty();
        }
        index.link(DEBIAN, SUBJECT, SIGNATURE);
        index.link(DEBIAN, LONG, SIGNATURE);
        index.link(BELOW, SUBJECT, LONG);
        try (Stream<Entry> all = open().list()) {
            assertThat(all)
                    .allSatisfy(entry -> assertThat(entry.linked())
                            .isBetween(
                                    Instant.now().minusSeconds(60),
                                    Instant.now().plusSeconds(60)))
                    .extracting(Entry::repository, Entry::subject, Entry::referrer)
                    .containsExactlyInAnyOrder(
                            tuple(DEBIAN, SUBJECT, SIGNATURE),
                            tuple(DEBIAN, LONG, SIGNATURE),
                            tuple(BELOW, SUBJECT, LONG));
        }
    }

    @Test
    void listsInPagesInTheOrderOfTheText() {
        ReferrerIndex index = open();
        List<Digest> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            byte[] content = Bytes.random(100 + i, 1 + i);
            all.add(i % 3 == 0 ? Bytes.sha512(content) : Digest.of(content));
        }
        all.forEach(referrer -> index.link(DEBIAN, SUBJECT, referrer));
        all.sort(Comparator.comparing(Digest::toString));
        List<Digest> paged = new ArrayList<>();
        String last = "";
        for (List<Digest> page = index.referrers(DEBIAN, SUBJECT, last, 7); !page.isEmpty(); ) {
            assertThat(page).hasSizeLessThanOrEqualTo(7);
            paged.addAll(page);
            last = page.getLast().toString();
            page = index.referrers(DEBIAN, SUBJECT, last, 7);
        }
        assertThat(paged).isEqualTo(all);
        assertThat(index.referrers(DEBIAN, SUBJECT, "", 0)).isEmpty();
        for (String anything :
                List.of("sha256", "sha256:", "sha256:8", "sha5", "sha512:", "sha512:8", "a", "z", "\u0000")) {
            assertThat(index.referrers(DEBIAN, SUBJECT, anything, 100))
                    .as(anything)
                    .containsExactlyElementsOf(all.stream()
                            .filter(referrer -> referrer.toString().compareTo(anything) > 0)
                            .toList());
        }
    }

    @Test
    void simultaneousLinksAreAllKept() throws Exception {
        ReferrerIndex index = open();
        List<Digest> all = IntStream.range(0, 40)
                .mapToObj(i -> Digest.of(Bytes.random(i, 50)))
                .toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> running = new ArrayList<>();
            for (Digest referrer : all) {
                running.add(threads.submit(() -> index.link(DEBIAN, SUBJECT, referrer)));
                running.add(threads.submit(() -> index.link(DEBIAN, SUBJECT, referrer)));
            }
            for (Future<?> link : running) {
                link.get();
            }
        }
        assertThat(open().referrers(DEBIAN, SUBJECT, "", 100)).containsExactlyInAnyOrderElementsOf(all);
    }
}
