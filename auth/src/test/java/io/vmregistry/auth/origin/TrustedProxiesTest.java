package io.vmregistry.auth.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustedProxiesTest {

    private static final String ATTACKER = "203.0.113.9";

    private static String clientOf(TrustedProxies proxies, String peer, String... forwarded) {
        return proxies.clientOf(InetAddress.ofLiteral(peer), List.of(forwarded)).getHostAddress();
    }

    private static TrustedProxies trusting(String... blocks) {
        return new TrustedProxies(Arrays.stream(blocks)
                .map(text -> AddressBlock.parse(text).orElseThrow())
                .toList());
    }

    @Test
    void believesNobodyUnlessItWasTold() {
        assertThat(clientOf(trusting(), ATTACKER, "10.0.0.1")).isEqualTo(ATTACKER);
        assertThat(clientOf(trusting("10.0.0.0/8"), ATTACKER, "198.51.100.7")).isEqualTo(ATTACKER);
    }

    @Test
    void takesWhatATrustedProxyAppended() {
        assertThat(clientOf(trusting("10.0.0.0/8"), "10.1.2.3", ATTACKER)).isEqualTo(ATTACKER);
        assertThat(clientOf(trusting("10.0.0.0/8"), "10.1.2.3", "198.51.100.7", ATTACKER + " , 10.9.9.9"))
                .isEqualTo(ATTACKER);
    }

    @Test
    void doesNotTakeWhatTheClientWroteInFrontOfIt() {
        assertThat(clientOf(trusting("10.0.0.0/8"), "10.1.2.3", "10.0.0.1, 198.51.100.7, " + ATTACKER))
                .isEqualTo(ATTACKER);
    }

    @Test
    void endsWhereTheChainCannotBeRead() {
        for (String nonsense : List.of("unknown", "", "a\r\nb", "localhost", "300.1.1.1")) {
            assertThat(clientOf(trusting("10.0.0.0/8"), "10.1.2.3", "198.51.100.7, " + nonsense))
                    .isEqualTo("10.1.2.3");
        }
        assertThat(clientOf(trusting("10.0.0.0/8"), "10.1.2.3")).isEqualTo("10.1.2.3");
    }

    @Test
    void comparesPrefixesOfBothFamilies() {
        AddressBlock block = AddressBlock.parse("10.128.0.0/9").orElseThrow();
        assertThat(block.contains(InetAddress.ofLiteral("10.128.0.1"))).isTrue();
        assertThat(block.contains(InetAddress.ofLiteral("10.127.255.255"))).isFalse();
        assertThat(block.contains(InetAddress.ofLiteral("fd00::1"))).isFalse();
        assertThat(AddressBlock.parse("fd00::/8").orElseThrow().contains(InetAddress.ofLiteral("fd12::1")))
                .isTrue();
        assertThat(AddressBlock.parse("::1").orElseThrow().contains(InetAddress.ofLiteral("::2")))
                .isFalse();
        for (String nonsense : List.of("", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "/8")) {
            assertThat(AddressBlock.parse(nonsense)).isEmpty();
        }
    }

    @Test
    void countsAnIpv6NetworkAsOneSource() {
        assertThat(new Origin("2001:db8:1:2:3::4").network()).isEqualTo(new Origin("2001:db8:1:2::ffff").network());
        assertThat(new Origin("2001:db8:1:2::1").network()).isNotEqualTo(new Origin("2001:db8:1:3::1").network());
        assertThat(new Origin("10.0.0.1").network()).isNotEqualTo(new Origin("10.0.0.2").network());
        assertThat(Origin.COMMAND.network()).isEqualTo("command");
        assertThat(Origin.of(InetAddress.ofLiteral("::ffff:10.0.0.1")).value()).isEqualTo("10.0.0.1");
    }
}
