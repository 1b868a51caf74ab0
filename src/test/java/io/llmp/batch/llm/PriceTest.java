package io.llmp.batch.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class PriceTest {

    private static final Usage USAGE = new Usage(1_000_000, 400_000, 10_000, 100_000);

    @Test
    void countsFreshCachedAndKeptTokensApart() {
        Price price = new Price(
                new BigDecimal("1"),
                new BigDecimal("0.1"),
                new BigDecimal("5"),
                new BigDecimal("1.25"),
                null,
                null,
                null,
                null,
                null);
        assertThat(price.cost(USAGE)).isEqualByComparingTo("0.715");
    }

    @Test
    void keepingCostsWhatOtherTokensDoUnlessItHasAPrice() {
        Price price = new Price(new BigDecimal("1"), new BigDecimal("0.1"), new BigDecimal("5"));
        assertThat(price.cost(USAGE)).isEqualByComparingTo("0.69");
    }

    @Test
    void usagesAddUpWithWhatIsKept() {
        assertThat(USAGE.plus(USAGE)).isEqualTo(new Usage(2_000_000, 800_000, 20_000, 200_000));
    }

    @Test
    void aTierCostsAFactorThatIsKnownOrAnUnknownSum() {
        Price price = new Price(
                new BigDecimal("1"),
                new BigDecimal("0.1"),
                new BigDecimal("5"),
                new BigDecimal("1.25"),
                new BigDecimal("0.5"),
                new BigDecimal("0.5"),
                "USD",
                null,
                null);
        assertThat(price.of(null)).isSameAs(price);
        assertThat(price.of("default")).isSameAs(price);
        assertThat(price.of("flex"))
                .satisfies(flex -> assertThat(flex.cost(USAGE)).isEqualByComparingTo("0.3575"));
        assertThat(price.of("priority")).as("dearer, by nobody knows how much").isNull();
        Price groq = new Price(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE);
        assertThat(groq.of("flex")).as("no discount that nobody gives").isSameAs(groq);
    }
}
