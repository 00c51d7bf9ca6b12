package io.vmregistry.daemon.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmregistry.daemon.network.NetworkException.NetworkDiffers;
import io.vmregistry.daemon.network.NetworkException.NetworkForeign;
import io.vmregistry.daemon.network.NetworkException.NetworkRefused;
import io.vmregistry.daemon.network.NetworkException.NetworkUnknown;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link Networks} keeps. The host has a network {@code default} that is not ours. */
public abstract class NetworksContract {

    private static final NetworkName NAME = new NetworkName("contract");
    private static final Subnet SUBNET = Subnet.parse("192.168.71.0/24").orElseThrow();

    protected abstract Networks networks();

    @AfterEach
    void remove() {
        networks().remove(NAME);
    }

    private static NetworkSpec spec(NetworkMode mode, Subnet subnet) {
        return new NetworkSpec(
                NAME,
                mode,
                Optional.of(subnet),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("lab.internal"),
                Optional.of("shop & sons"),
                false);
    }

    @ParameterizedTest
    @EnumSource(names = {"NAT", "ISOLATED", "ROUTED", "OPEN"})
    void makesANetworkOnceAndTakesItAway(NetworkMode mode) {
        Network made = networks().ensure(spec(mode, SUBNET));

        assertThat(made.active()).isTrue();
        assertThat(made.ours()).isTrue();
        assertThat(made.mode()).contains(mode);
        assertThat(made.subnet()).contains(SUBNET);
        assertThat(made.gateway()).contains(SUBNET.host(1));
        assertThat(made.domain()).contains("lab.internal");
        assertThat(made.project()).contains("shop & sons");
        assertThat(networks().ensure(spec(mode, SUBNET))).isEqualTo(made);
        assertThat(networks().list()).contains(made);
        networks().remove(NAME);
        networks().remove(NAME);
        assertThat(networks().find(NAME)).isEmpty();
    }

    @Test
    void saysWhatDiffers() {
        networks().ensure(spec(NetworkMode.NAT, SUBNET));

        assertThatThrownBy(() -> networks()
                        .ensure(spec(
                                NetworkMode.NAT, Subnet.parse("192.168.72.0/24").orElseThrow())))
                .isInstanceOf(NetworkDiffers.class);
    }

    @Test
    void activatesWhatItFindsInactive() {
        networks().ensure(spec(NetworkMode.ISOLATED, SUBNET));

        assertThat(networks().deactivate(NAME).active()).isFalse();
        assertThat(networks().ensure(spec(NetworkMode.ISOLATED, SUBNET)).active())
                .isTrue();
    }

    @Test
    void touchesNoNetworkThatItDidNotMake() {
        NetworkSpec likeTheirs = NetworkSpec.of(NetworkName.DEFAULT, NetworkMode.NAT, SUBNET);

        assertThatThrownBy(() -> networks().ensure(likeTheirs)).isInstanceOf(NetworkForeign.class);
        assertThatThrownBy(() -> networks().remove(NetworkName.DEFAULT)).isInstanceOf(NetworkForeign.class);
        assertThatThrownBy(() -> networks().deactivate(NetworkName.DEFAULT)).isInstanceOf(NetworkForeign.class);
        assertThat(networks().find(NetworkName.DEFAULT)).isPresent();
    }

    @Test
    void saysWhichNetworkItDoesNotKnow() {
        assertThatThrownBy(() -> networks().activate(NAME)).isInstanceOf(NetworkUnknown.class);
        assertThat(networks().leases(NAME)).isEmpty();
        networks().release(NAME, new MacAddress("52:54:00:00:00:01"));
    }

    @Test
    void refusesASubnetThatIsUsed() {
        Subnet used =
                networks().find(NetworkName.DEFAULT).orElseThrow().subnet().orElseThrow();

        assertThatThrownBy(() -> networks().ensure(spec(NetworkMode.NAT, used))).isInstanceOf(NetworkRefused.class);
        assertThat(networks().find(NAME)).isEmpty();
    }

    @Test
    void keepsAnAddressForOneStation() {
        networks().ensure(spec(NetworkMode.ISOLATED, SUBNET));
        MacAddress mac = new MacAddress("52:54:00:00:00:01");
        Reservation first = new Reservation(mac, SUBNET.host(10), "one");
        networks().reserve(NAME, first);
        networks().reserve(NAME, first);
        networks().reserve(NAME, new Reservation(mac, SUBNET.host(11), "one"));
        MacAddress other = new MacAddress("52:54:00:00:00:02");

        assertThatThrownBy(() -> networks().reserve(NAME, new Reservation(other, SUBNET.host(11), "two")))
                .isInstanceOf(NetworkRefused.class);

        networks().reserve(NAME, new Reservation(other, SUBNET.host(10), "two"));
        networks().release(NAME, mac);
        networks().release(NAME, mac);
        networks().release(NAME, other);
    }
}
