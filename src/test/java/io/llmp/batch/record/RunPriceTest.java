package io.llmp.batch.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.llm.Price;
import io.llmp.batch.llm.Usage;
import java.math.BigDecimal;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunPriceTest {

    private static Price price(String input, String cached, String output, @Nullable String cacheWrite) {
        return new Price(
                new BigDecimal(input),
                new BigDecimal(cached),
                new BigDecimal(output),
                cacheWrite == null ? null : new BigDecimal(cacheWrite),
                null,
                null,
                null,
                null,
                null);
    }

    @Test
    void explainsWhatItsPriceCharges() {
        Price price = price("3", "0.30", "15.00", "3.75");
        Random random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            int prompt = 1 + random.nextInt(5_000);
            int cached = random.nextInt(prompt);
            int written = random.nextInt(2) * random.nextInt(prompt - cached);
            Usage usage = new Usage(prompt, cached, random.nextInt(500), written);
            Usage kept = new Usage(usage.promptTokens(), usage.cachedTokens(), usage.completionTokens());
            assertThat(RunPrice.of(price).explain(kept, price.cost(usage))).contains(usage);
        }
    }

    @Test
    void explainsNoOtherCost() {
        Usage usage = new Usage(100, 40, 20);
        RunPrice plain = RunPrice.of(price("0.25", "0.025", "2", null));
        RunPrice writing = RunPrice.of(price("3", "0.3", "15", "3.75"));
        RunPrice same = RunPrice.of(price("3", "0.3", "15", "3"));
        assertThat(plain.explain(usage, new BigDecimal("0.000057"))).isEmpty();
        assertThat(plain.explain(usage, BigDecimal.ZERO)).isEmpty();
        assertThat(same.explain(usage, new BigDecimal("0.001"))).isEmpty();
        assertThat(writing.explain(usage, new BigDecimal("0.000492"))).contains(usage);
        assertThat(writing.explain(usage, new BigDecimal("0.000492750000").subtract(new BigDecimal("0.0000015"))))
                .as("less than without")
                .isEmpty();
        assertThat(writing.explain(usage, new BigDecimal("0.0004923")))
                .as("parts of a token")
                .isEmpty();
        assertThat(writing.explain(usage, new BigDecimal("0.000492").add(new BigDecimal("0.00004575"))))
                .as("more than the prompt has")
                .isEmpty();
    }

    @Test
    void equalAmountsAreOnePrice() {
        assertThat(RunPrice.of(price("2.50", "0.250", "100", null)))
                .isEqualTo(RunPrice.of(price("2.5", "0.25", "1E+2", null)))
                .isNotEqualTo(RunPrice.of(price("2.5", "0.25", "100", "2.5")));
        assertThat(RunPrice.of(price("100", "0", "1", null)).input().toString()).isEqualTo("100");
    }
}
