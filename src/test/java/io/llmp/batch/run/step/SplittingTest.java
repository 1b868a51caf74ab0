package io.llmp.batch.run.step;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplittingTest {

    @ParameterizedTest
    @CsvSource({"1, 16", "8, 16", "9, 18", "64, 128", "1000, 2000"})
    void aChunkHoldsTwiceAsManyItemsAsThereAreSlots(int slots, int chunk) {
        assertThat(Splitting.chunk(slots)).isEqualTo(chunk);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 16, 1",
        "1, 16, 1",
        "63, 16, 63",
        "64, 16, 32",
        "65, 16, 33",
        "256, 64, 128",
        "20000, 64, 625",
        "1000000, 16, 31250",
        "1000001, 16, 31251"
    })
    void splitsAreAsManyAsChunksButNoMoreThanThirtyTwo(long rows, int slots, long perSplit) {
        assertThat(Splitting.rowsPerSplit(rows, slots)).isEqualTo(perSplit);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16, 64, 256, 1000})
    void aSplitGoesOnWhileMoreThanThreeTimesAsManyItemsAsSlotsAreAdmitted(int slots) {
        assertThat(Splitting.admitted(slots) - Splitting.chunk(slots)).isGreaterThanOrEqualTo(3 * slots);
    }
}
