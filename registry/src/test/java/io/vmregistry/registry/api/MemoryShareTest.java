package io.vmregistry.registry.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemoryShareTest {
    private final MemoryShare share = new MemoryShare(100, Duration.ofMillis(1));

    @Test
    void aHoldGrowsToWhatIsAskedForAndGivesItBackOnce() {
        MemoryShare.Hold hold = share.hold();
        assertThat(hold.tryRaise(40)).isTrue();
        assertThat(hold.tryRaise(30)).isTrue();
        hold.raise(60);
        assertThat(share.free()).isEqualTo(40);
        hold.close();
        hold.close();
        assertThat(share.free()).isEqualTo(100);
    }

    @Test
    void aHoldThatThereIsNoRoomForIsRefused() {
        assertThat(share.hold().tryRaise(70)).isTrue();
        MemoryShare.Hold second = share.hold();
        assertThat(second.tryRaise(31)).isFalse();
        assertThatThrownBy(() -> second.raise(31)).isInstanceOf(ApiException.class);
        assertThat(second.tryRaise(30)).isTrue();
        assertThat(share.free()).isZero();
    }

    @Test
    void aHoldNeverWaitsForItself() {
        MemoryShare.Hold hold = share.hold();
        hold.raise(60);
        hold.raise(1_000);
        assertThat(share.free()).isZero();
    }

    @Test
    void aHoldThatIsOverKeepsNothing() {
        MemoryShare.Hold hold = share.hold();
        hold.close();
        hold.raise(50);
        assertThat(share.free()).isEqualTo(100);
    }
}
