package io.llmp.batch.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class PriceTest {

    private static final Usage USAGE = new Usage(1_000_000, 400_000, 10_000, 100_000);

    @Test
    void countsFreshCachedAndKeptTokensApart() {
        Price price =
                new Price(new BigDecimal("1"), new BigDecimal("0.1"), new BigDecimal("5"), new BigDecimal("1.25"));
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
}
