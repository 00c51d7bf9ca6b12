package io.vmregistry.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PartPlanTest {
    private static final long MIB = 1024 * 1024;
    private static final long LARGEST_OBJECT = 5 * MIB * MIB;
    private static final int MOST_PARTS = 10_000;

    @Test
    void tenThousandPartsReachTheLargestObjectAlsoWhenEachIsAsSmallAsItMayBe() {
        int parts = 0;
        for (long offset = 0; offset < LARGEST_OBJECT; parts++) {
            assertThat(PartPlan.least(offset)).isGreaterThanOrEqualTo(5 * MIB);
            assertThat(PartPlan.size(offset)).isBetween(PartPlan.least(offset), 5 * 1024 * MIB);
            offset += PartPlan.least(offset);
        }
        assertThat(parts).isLessThan(MOST_PARTS);
    }

    @Test
    void partsOfUsualDisksAreSmall() {
        assertThat(PartPlan.size(0)).isEqualTo(8 * MIB);
        assertThat(PartPlan.size(9 * 1024 * MIB)).isEqualTo(8 * MIB);
        assertThat(PartPlan.size(100 * 1024 * MIB)).isLessThan(90 * MIB);
    }
}
