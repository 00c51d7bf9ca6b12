package io.vmregistry.registry.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmregistry.store.blob.ByteRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeHeaderTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=0-, 0, 99",
        "bytes=10-19, 10, 19",
        "bytes=90-200, 90, 99",
        "bytes=99-, 99, 99",
        "bytes=-1, 99, 99",
        "bytes=-100, 0, 99",
        "bytes=-500, 0, 99",
        "BYTES=5-6, 5, 6"
    })
    void readsOneRange(String header, long first, long last) {
        assertThat(RangeHeader.parse(header, 100)).isEqualTo(new RangeHeader.Part(new ByteRange(first, last)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=b-c",
                "bytes=0-1,3-4",
                "lines=0-1",
                "bytes=1--2",
                "bytes=99999999999999999999-"
            })
    void readsEverythingElseAsAll(String header) {
        assertThat(RangeHeader.parse(header, 100)).isEqualTo(new RangeHeader.All());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0", "bytes=9-5"})
    void knowsWhatCannotBeSatisfied(String header) {
        assertThat(RangeHeader.parse(header, 100)).isEqualTo(new RangeHeader.Unsatisfiable());
    }

    @Test
    void anEmptyBlobHasNoRange() {
        assertThat(RangeHeader.parse("bytes=0-", 0)).isEqualTo(new RangeHeader.Unsatisfiable());
        assertThat(RangeHeader.parse("bytes=-5", 0)).isEqualTo(new RangeHeader.Unsatisfiable());
    }
}
