package io.llmp.batch.cli.look;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.cli.progress.Looks;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.record.RunPrice;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StatsCommandTest {

    private static List<Run> runs(long... done) {
        return LongStream.of(done).mapToObj(Looks::runWith).toList();
    }

    private static List<Long> read(long... done) {
        return StatsCommand.newest(runs(done), 100).stream()
                .map(Run::counts)
                .map(RunCounts::done)
                .toList();
    }

    @Test
    void readsTheNewestThatAreNotTooMuchTogether() {
        assertThat(read(50, 30, 20, 1)).containsExactly(50L, 30L, 20L);
        assertThat(read(50, 30)).containsExactly(50L, 30L);
        assertThat(read()).isEmpty();
    }

    @Test
    void neverMixesSimulatedRunsWithThoseOfAModel() {
        Run real = Looks.runWith(5);
        Run simulated = Looks.simulated(5);

        assertThat(StatsCommand.comparable(List.of(simulated, real, simulated), false))
                .containsExactly(real);
        assertThat(StatsCommand.comparable(List.of(simulated, real), true)).containsExactly(simulated);
        assertThat(StatsCommand.comparable(List.of(simulated), false))
                .as("there are no others")
                .containsExactly(simulated);
    }

    @Test
    void knowsWhenCostsDifferByThePriceToo() {
        RunPrice one = new RunPrice(BigDecimal.ONE, BigDecimal.ONE, null, BigDecimal.ONE);
        RunPrice ten = new RunPrice(BigDecimal.TEN, BigDecimal.ONE, null, BigDecimal.ONE);
        Run cheap = io.llmp.batch.record.Samples.madeWith(Looks.runWith(5), List.of(one));
        Run dear = io.llmp.batch.record.Samples.madeWith(Looks.runWith(6), List.of(ten));
        Run former = Looks.runWith(7);
        assertThat(StatsCommand.prices(List.of(cheap, cheap, former))).isEqualTo(1);
        assertThat(StatsCommand.prices(List.of(cheap, dear))).isEqualTo(2);
        assertThat(StatsCommand.prices(List.of(former))).isZero();
    }

    @Test
    void readsTheLastTwoHoweverLargeTheyAre() {
        assertThat(read(500, 300, 1)).containsExactly(500L, 300L);
        assertThat(read(500)).containsExactly(500L);
    }
}
