package io.llmp.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

class NightlyTest {

    @Test
    void pairsOfValuesAreAllThereInFewerCases() {
        List<Arguments> all = new ArrayList<>();
        for (String letter : List.of("a", "b", "c")) {
            for (boolean flag : List.of(true, false)) {
                for (int number : List.of(1, 2)) {
                    for (int other : List.of(1, 2)) {
                        all.add(Arguments.of(letter, flag, number, other));
                    }
                }
            }
        }

        List<Arguments> chosen = Nightly.coverPairs(all);

        assertThat(all).containsAll(chosen).hasSize(24);
        assertThat(chosen).hasSizeBetween(6, 8);
        for (int first = 0; first < 4; first++) {
            for (int second = first + 1; second < 4; second++) {
                assertThat(values(chosen, first, second)).containsAll(values(all, first, second));
            }
        }
    }

    private static List<List<Object>> values(List<Arguments> cases, int first, int second) {
        return cases.stream()
                .map(Arguments::get)
                .map(values -> List.of(values[first], values[second]))
                .toList();
    }
}
