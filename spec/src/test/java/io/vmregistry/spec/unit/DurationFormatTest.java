package io.vmregistry.spec.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class DurationFormatTest {

    @Test
    void readsEachUnitOnceFromLargestToSmallest() {
        assertThat(DurationFormat.parse("1m30s")).contains(Duration.ofSeconds(90));
        assertThat(DurationFormat.parse("2h")).contains(Duration.ofHours(2));
        assertThat(DurationFormat.parse("500ms")).contains(Duration.ofMillis(500));
        assertThat(DurationFormat.parse("1d2h3m4s5ms"))
                .contains(Duration.ofDays(1)
                        .plusHours(2)
                        .plusMinutes(3)
                        .plusSeconds(4)
                        .plusMillis(5));
    }

    @Test
    void refusesBareNumbersOtherOrdersAndOtherUnits() {
        for (String text : new String[] {"", "5", "30s1m", "5 s", "5S", "-5s", "1.5s", "s", "5s5s", "99999999999s"}) {
            assertThat(DurationFormat.parse(text)).as(text).isEmpty();
        }
    }

    @Property
    void whatIsPrintedIsReadBack(@ForAll @LongRange(min = 0, max = 10_000_000_000L) long millis) {
        Duration duration = Duration.ofMillis(millis);

        assertThat(DurationFormat.parse(DurationFormat.print(duration))).contains(duration);
    }
}
