package io.vmregistry.spec.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class AddressesTest {

    @Property
    void addressesRoundTripAndKeepTheirOrder(@ForAll int a, @ForAll int b) {
        Ipv4Address first = new Ipv4Address(a);
        Ipv4Address second = new Ipv4Address(b);

        assertThat(Ipv4Address.parse(first.toString())).contains(first);
        assertThat(Integer.signum(first.compareTo(second)))
                .isEqualTo(Long.signum(Long.compare(first.toLong(), second.toLong())));
    }

    @Property
    void subnetsHoldExactlyTheAddressesBetweenTheirEnds(
            @ForAll int bits, @ForAll @IntRange(min = 0, max = 32) int prefix, @ForAll int other) {
        Subnet subnet = Subnet.parseAny(new Ipv4Address(bits) + "/" + prefix).orElseThrow();
        Ipv4Address address = new Ipv4Address(other);

        assertThat(Subnet.parse(subnet.toString())).contains(subnet);
        assertThat(subnet.contains(new Ipv4Address(bits))).isTrue();
        assertThat(subnet.contains(address))
                .isEqualTo(subnet.network().compareTo(address) <= 0 && address.compareTo(subnet.broadcast()) <= 0);
    }

    @Property
    void macAddressesRoundTrip(@ForAll @LongRange(min = 0, max = (1L << 48) - 1) long bits) {
        MacAddress mac = new MacAddress(bits);

        assertThat(MacAddress.parse(mac.toString())).contains(mac);
        assertThat(MacAddress.parse(
                        mac.toString().toUpperCase(java.util.Locale.ROOT).replace(':', '-')))
                .contains(mac);
    }

    @Property
    void readingNeverThrows(@ForAll String text) {
        assertThat(Ipv4Address.parse(text)).isNotNull();
        assertThat(Subnet.parseAny(text)).isNotNull();
        assertThat(MacAddress.parse(text)).isNotNull();
        assertThat(PortMapping.parse(text)).isNotNull();
    }

    @Test
    void refusesAddressesThatOtherReadersReadOtherwise() {
        for (String text : List.of(
                "010.0.0.1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.4 ", "1.2.3.٤", "", "1..2.3", "+1.2.3.4")) {
            assertThat(Ipv4Address.parse(text)).as(text).isEmpty();
        }
        assertThat(Subnet.parse("10.0.0.1/24")).isEmpty();
        assertThat(Subnet.parse("10.0.0.0/33")).isEmpty();
        assertThat(Subnet.parse("10.0.0.0/08")).isEmpty();
    }

    @Test
    void groupsOfCardsAndTheZeroAddressAreNotAssignable() {
        assertThat(MacAddress.parse("01:00:5e:00:00:01").orElseThrow().isMulticast())
                .isTrue();
        assertThat(MacAddress.parse("00:00:00:00:00:00").orElseThrow().isAssignable())
                .isFalse();
        assertThat(MacAddress.parse("52:54:00:12:34:56").orElseThrow().isAssignable())
                .isTrue();
        assertThat(MacAddress.parse("52:54-00:12:34:56")).isEmpty();
    }

    @Test
    void portsCollideOnOneAddressOrOnAll() {
        PortMapping all = PortMapping.parse("80:1").orElseThrow();
        PortMapping one = PortMapping.parse("127.0.0.1:80:1").orElseThrow();
        PortMapping other = PortMapping.parse("127.0.0.2:80:1").orElseThrow();

        assertThat(all.collidesWith(one)).isTrue();
        assertThat(one.collidesWith(all)).isTrue();
        assertThat(one.collidesWith(other)).isFalse();
        assertThat(all.collidesWith(PortMapping.parse("80:1/udp").orElseThrow()))
                .isFalse();
        assertThat(PortMapping.parse("0.0.0.0:80:1")).contains(all);
        assertThat(PortMapping.parse(one.toString())).contains(one);
    }
}
