package io.llmp.batch.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopTest {

    @Test
    void keepsTheGreatestAndOfEqualsTheFirst() {
        Top<String> top = new Top<>(3);
        double[] ranks = {1, 5, 3, 5, 5, 5, 2};
        for (int i = 0; i < ranks.length; i++) {
            String name = ranks[i] + "#" + i;
            top.add(ranks[i], () -> name);
        }

        assertThat(top.list()).containsExactly("5.0#1", "5.0#3", "5.0#4");
    }

    @Test
    void doesNotMakeWhatItWouldNotKeep() {
        Top<String> top = new Top<>(1);
        top.add(2, () -> "kept");
        top.add(1, () -> {
            throw new AssertionError("made for nothing");
        });

        assertThat(top.list()).containsExactly("kept");
    }
}
