package io.vmregistry.client.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadLimitsTest {

    @ParameterizedTest
    @ValueSource(strings = {"https://gcr.io", "https://eu.gcr.io", "https://europe-docker.pkg.dev"})
    void googlesRegistriesTakeABlobAtOnce(String url) {
        assertThat(UploadLimits.of(URI.create(url))).isEqualTo(new UploadLimits.Whole());
    }

    @Test
    void githubsRegistryTakesChunksBelowFourMegabytes() {
        assertThat(UploadLimits.of(URI.create("https://GHCR.io"))).isEqualTo(new UploadLimits.Chunked(3 << 20));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://registry.example.com",
                "http://127.0.0.1:8080",
                "https://123.dkr.ecr.eu-west-1.amazonaws.com",
                "https://notgcr.io"
            })
    void othersTakeChunksOfAnySize(String url) {
        assertThat(UploadLimits.of(URI.create(url))).isEqualTo(new UploadLimits.Chunked(Long.MAX_VALUE));
    }
}
