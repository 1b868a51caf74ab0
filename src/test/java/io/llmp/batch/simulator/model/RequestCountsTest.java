package io.llmp.batch.simulator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.simulator.request.Draw;
import org.junit.jupiter.api.Test;

class RequestCountsTest {

    @Test
    void countsManyRequestsApart() {
        RequestCounts counts = new RequestCounts();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 200_000; i++) {
                assertThat(counts.came(Draw.mix(i)) == round).isTrue();
            }
        }
        assertThat(counts.answered(Draw.mix(5))).isEqualTo(1);
        assertThat(counts.answered(Draw.mix(5))).isEqualTo(2);
    }

    @Test
    void takesAnyKey() {
        RequestCounts counts = new RequestCounts();
        assertThat(counts.came(0)).isZero();
        assertThat(counts.came(0)).isEqualTo(1);
        assertThat(counts.came(-1)).isZero();
    }
}
