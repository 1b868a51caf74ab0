package io.llmp.batch.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.llm.Price;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.RecordRef;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunPrice;
import io.llmp.batch.record.Samples;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.report.MoneyFigures.Fate;
import java.math.BigDecimal;
import java.util.Random;
import java.util.stream.Stream;
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
    void splitsTheCostByKindOfTokenAtThePriceTheRunWasMadeWith() {
        Random random = new Random(1);
        Usage all = Usage.NONE;
        for (int i = 0; i < 5_000; i++) {
            int prompt = 400 + random.nextInt(300);
            Usage usage = new Usage(prompt, random.nextInt(prompt), 10 + random.nextInt(40));
            add(usage, PRICE);
            all = all.plus(usage);
        }
        money.add(record(0, null, Notes.answer("{}")));

        TokenCosts costs = money.byToken(run(PRICE)).orElseThrow();

        assertThat(costs.usage()).as("of the priced ones").isEqualTo(all);
        assertThat(costs.prompt()).isEqualByComparingTo(dollars(all.promptTokens() - all.cachedTokens(), "0.25"));
        assertThat(costs.cached()).isEqualByComparingTo(dollars(all.cachedTokens(), "0.025"));
        assertThat(costs.completion()).isEqualByComparingTo(dollars(all.completionTokens(), "2"));
        assertThat(costs.cacheWrite()).isZero();
    }

    @Test
    void findsWhatWasBilledForKeepingPrompts() {
        Price price = new Price(
                new BigDecimal("3"),
                new BigDecimal("0.3"),
                new BigDecimal("15"),
                new BigDecimal("3.75"),
                null,
                null,
                null,
                null,
                null);
        add(new Usage(2_000, 0, 30, 1_500), price);
        add(new Usage(2_000, 1_500, 20), price);

        TokenCosts costs = money.byToken(run(price)).orElseThrow();

        assertThat(costs.usage()).isEqualTo(new Usage(4_000, 1_500, 50, 1_500));
        assertThat(costs.prompt()).isEqualByComparingTo(dollars(1_000, "3"));
        assertThat(costs.cacheWrite()).isEqualByComparingTo(dollars(1_500, "3.75"));
    }

    @Test
    void saysNothingOfKindsWhereThePriceIsNotKnownOrChanged() {
        Price dearer = new Price(new BigDecimal("0.30"), BigDecimal.ZERO, new BigDecimal("2.00"));
        add(new Usage(100, 0, 10), PRICE);
        assertThat(money.byToken(run())).as("of before prices were kept").isEmpty();
        assertThat(money.byToken(run(PRICE, dearer))).as("two prices").isEmpty();
        assertThat(money.byToken(run(dearer)))
                .as("a price that does not explain the cost")
                .isEmpty();
        assertThat(money.byToken(run(PRICE))).isPresent();
    }

    private static BigDecimal dollars(long tokens, String aMillion) {
        return new BigDecimal(aMillion).multiply(BigDecimal.valueOf(tokens)).movePointLeft(6);
    }

    private static Run run(Price... prices) {
        return Samples.madeWith(
                Samples.run("priced", 1, Samples.START),
                Stream.of(prices).map(RunPrice::of).toList());
    }

    private void add(Usage usage, Price price) {
        money.add(Notes.record(
                0, Notes.answer("{}"), Notes.costs(0, 10, price.cost(usage).toPlainString(), usage), Samples.START));
    }

    private static JobRecord record(int repairs, @Nullable String cost, Outcome outcome) {
        return Notes.record(0, outcome, Notes.costs(repairs, 10, cost), Samples.START);
    }
}
