package io.llmp.batch.report.page;

import java.math.BigDecimal;
import java.math.MathContext;

/** Money in proportion. */
final class Ratio {

    private Ratio() {}

    static BigDecimal perThousand(BigDecimal cost, long items) {
        return cost.multiply(BigDecimal.valueOf(1000)).divide(BigDecimal.valueOf(items), MathContext.DECIMAL64);
    }
}
