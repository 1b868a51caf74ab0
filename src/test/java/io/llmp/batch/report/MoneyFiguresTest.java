package io.llmp.batch.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.llmp.batch.llm.Price;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.RecordRef;
import io.llmp.batch.record.Samples;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.report.MoneyFigures.Fate;
import java.math.BigDecimal;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MoneyFiguresTest {

    private static final Price PRICE =
            new Price(new BigDecimal("0.25"), new BigDecimal("0.025"), new BigDecimal("2.00"));

    private final MoneyFigures money = new MoneyFigures();

    @Test
    void tellsWhatCameOfTheMoney() {
        money.add(record(0, "0.001", Notes.answer("{}")));
        money.add(record(2, "0.003", Notes.answer("{}")));
        money.add(record(0, "0.002", new Outcome.Skipped(SkipReason.REFUSED, "no")));
        money.add(record(0, null, Notes.answer("{}")));
        money.add(record(0, "0", new Outcome.Answered("{}", new RecordRef(Notes.RUN, 0))));

        assertThat(money.groups()).extracting(MoneyFigures.Group::fate).containsExactly(Fate.values());
        assertThat(money.items(Fate.ANSWERED)).isEqualTo(2);
        assertThat(money.items(Fate.REPAIRED)).isEqualTo(1);
        assertThat(money.total().cost()).isEqualByComparingTo("0.006");
        assertThat(money.total().unpriced()).isEqualTo(1);
        assertThat(money.total().items()).isEqualTo(5);
    }

    @Test
    void findsTheCostOfEachKindOfToken() {
        Random random = new Random(1);
        Usage all = Usage.NONE;
        for (int i = 0; i < 5_000; i++) {
            int prompt = 400 + random.nextInt(300);
            Usage usage = new Usage(prompt, random.nextInt(prompt), 10 + random.nextInt(40));
            add(usage, PRICE);
            all = all.plus(usage);
        }

        TokenPrices.Split split = money.byToken().orElseThrow();

        assertThat(split.prompt()).isEqualTo((all.promptTokens() - all.cachedTokens()) * 0.25e-6, within(1e-9));
        assertThat(split.cached()).isEqualTo(all.cachedTokens() * 0.025e-6, within(1e-9));
        assertThat(split.completion()).isEqualTo(all.completionTokens() * 2e-6, within(1e-9));
    }

    @Test
    void aKindThatWasNeverUsedCostNothing() {
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            add(new Usage(400 + random.nextInt(300), 0, 10 + random.nextInt(40)), PRICE);
        }

        assertThat(money.byToken().orElseThrow().cached()).isZero();
    }

    @Test
    void saysNothingWhereThePriceChangedOrCannotBeTold() {
        Random random = new Random(1);
        assertThat(money.byToken()).as("without records").isEmpty();
        add(new Usage(100, 0, 10), PRICE);
        add(new Usage(100, 0, 10), PRICE);
        assertThat(money.byToken()).as("all alike").isEmpty();
        for (int i = 0; i < 100; i++) {
            Usage usage = new Usage(400 + random.nextInt(300), 0, 10 + random.nextInt(40));
            add(usage, i < 50 ? PRICE : new Price(new BigDecimal("0.30"), BigDecimal.ZERO, new BigDecimal("2.00")));
        }
        assertThat(money.byToken()).as("two prices").isEmpty();
    }

    private void add(Usage usage, Price price) {
        money.add(Notes.record(
                0, Notes.answer("{}"), Notes.costs(0, 10, price.cost(usage).toPlainString(), usage), Samples.START));
    }

    private static JobRecord record(int repairs, @Nullable String cost, Outcome outcome) {
        return Notes.record(0, outcome, Notes.costs(repairs, 10, cost), Samples.START);
    }
}
