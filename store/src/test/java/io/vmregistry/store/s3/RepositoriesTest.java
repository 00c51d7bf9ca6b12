package io.vmregistry.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.spec.reference.RepositoryName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoriesTest {
    private final String name = S3Server.newBucket();
    private final Bucket bucket = new Bucket(S3ProxyServer.SERVER.client(), name);

    @BeforeEach
    void start(@TempDir Path spool) {
        S3ProxyServer.SERVER.open(name, spool);
    }

    private static List<RepositoryName> names(String... names) {
        return List.of(names).stream().map(RepositoryName::new).toList();
    }

    /** A short page tells a client that it was the last one. */
    @Test
    void aPageIsFullWhateverElseLiesInTheBucketBesideRepositories() {
        for (RepositoryName repository : names("a/one", "b/two", "c/three", "d/four")) {
            bucket.mark(Keys.named(Keys.CATALOG, repository));
        }
        for (String foreign : List.of("Not A Name!", "a", "b!x", "three!.x", "zz", "UPPER!")) {
            bucket.mark(Keys.CATALOG + "0" + foreign);
            bucket.mark(Keys.CATALOG + "b/two-" + foreign);
            bucket.mark(Keys.CATALOG + "e" + foreign);
        }
        for (int limit = 1; limit <= 5; limit++) {
            List<RepositoryName> all = new ArrayList<>();
            List<RepositoryName> page = Repositories.after(bucket, Keys.CATALOG, "", limit);
            while (!page.isEmpty()) {
                all.addAll(page);
                assertThat(page).hasSizeLessThanOrEqualTo(limit);
                assertThat(page.size() == limit || all.size() == 4)
                        .as("a short page is the last")
                        .isTrue();
                page = Repositories.after(bucket, Keys.CATALOG, page.getLast().value(), limit);
            }
            assertThat(all).as("pages of " + limit).isEqualTo(names("a/one", "b/two", "c/three", "d/four"));
        }
    }
}
