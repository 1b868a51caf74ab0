package io.llmp.batch.record.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class KeyIndexTest {

    @Test
    void givesEachItemOfAKeyOnceInInputOrder() {
        List<String> keys =
                new Random(3).ints(20_000, 0, 5_000).mapToObj(Integer::toString).toList();
        KeyIndex index = index(keys);

        for (int i = 0; i < keys.size(); i++) {
            assertThat(take(index, keys, keys.get(i))).isEqualTo(i);
        }
        assertThat(take(index, keys, keys.get(0))).as("none left").isEqualTo(-1);
        assertThat(take(index, keys, "never there")).isEqualTo(-1);
    }

    @Test
    @Timeout(120)
    void manyItemsOfOneKeyTakeNoLongerThanOfMany() {
        List<String> keys = IntStream.range(0, 300_000).mapToObj(i -> "same").toList();
        KeyIndex index = index(keys);

        assertThat(IntStream.range(0, keys.size()).allMatch(i -> take(index, keys, "same") == i))
                .isTrue();
    }

    private static KeyIndex index(List<String> keys) {
        KeyIndex index = new KeyIndex();
        for (int i = 0; i < keys.size(); i++) {
            index.add(keys.get(i), i);
        }
        index.sort();
        return index;
    }

    private static long take(KeyIndex index, List<String> keys, String key) {
        return index.take(key, item -> keys.get((int) item).equals(key));
    }
}
