package io.vmregistry.spec.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTest {

    @ParameterizedTest
    @CsvSource({
        "GUEST_PATH, /etc/hosts",
        "DNS_LABEL, db",
        "RESOURCE_NAME, Data_1",
        "PROJECT_NAME, shop",
        "DOMAIN, Lab.internal",
        "INTERFACE, br0",
        "DEVICE, vdb",
        "LABEL_KEY, team",
        "USER_NAME, admin",
        "URL_PATH, /health"
    })
    void aNameEndsWhereItsLineEnds(Format format, String text) {
        assertThat(format.accepts(text)).isTrue();
        assertThat(format.accepts(text + "\n")).isFalse();
        assertThat(format.accepts(text + "\n" + text)).isFalse();
    }

    @Test
    void aDomainHasAtMost253Characters() {
        String longest = "a.".repeat(126) + "a";
        assertThat(Format.DOMAIN.accepts(longest)).isTrue();
        assertThat(Format.DOMAIN.accepts(longest + "a")).isFalse();
        assertThat(Format.DOMAIN.accepts("a.".repeat(20_000) + "a")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"''", "a..b", ".a", "a.", "-a.b", "a_b"})
    void aDomainsLabelsAreDnsLabels(String text) {
        assertThat(Format.DOMAIN.accepts(text)).isFalse();
    }
}
