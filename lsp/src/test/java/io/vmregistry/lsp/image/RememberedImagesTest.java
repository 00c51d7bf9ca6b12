package io.vmregistry.lsp.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RememberedImagesTest {

    private final List<Runnable> background = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Optional<List<String>> answer = Optional.of(List.of("a:1"));
    private final RememberedImages images = new RememberedImages(
            () -> answer,
            background::add,
            new Clock() {
                @Override
                public Instant instant() {
                    return now;
                }

                @Override
                public java.time.ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(java.time.ZoneId zone) {
                    return this;
                }
            },
            Duration.ofSeconds(30));

    @Test
    void answersAtOnceAndAsksOnceInTheBackground() {
        assertThat(images.known()).isEmpty();
        assertThat(images.known()).isEmpty();
        assertThat(background).hasSize(1);

        background.removeFirst().run();

        assertThat(images.known()).containsExactly("a:1");
        assertThat(background).isEmpty();
    }

    @Test
    void asksAgainWhenTheAnswerIsOldAndKeepsItWhenNobodyAnswers() {
        images.known();
        background.removeFirst().run();
        now = now.plusSeconds(31);
        answer = Optional.empty();

        assertThat(images.known()).containsExactly("a:1");
        assertThat(background).hasSize(1);
        background.removeFirst().run();
        assertThat(images.known()).containsExactly("a:1");
        assertThat(background).isEmpty();
    }
}
