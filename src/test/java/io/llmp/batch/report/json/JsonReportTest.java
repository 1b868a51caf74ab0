package io.llmp.batch.report.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.record.RunPrice;
import io.llmp.batch.report.ReportFormat;
import io.llmp.batch.report.Reports;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonReportTest {

    @Test
    void isOneObjectThatIsMarkedInItsFirstLine() {
        String text = Reports.write(new JsonReport(), Reports.hostile(true));
        JsonNode json = JsonMapper.shared().readTree(text);

        assertThat(text.lines().findFirst().orElseThrow()).contains(ReportFormat.MARK);
        assertThat(json.at("/run/run_id").stringValue()).isEqualTo("0123456789");
        assertThat(json.at("/run/succeeded").asLong()).isEqualTo(40);
        assertThat(json.at("/latency_ms/max").asDouble()).isEqualTo(69);
        assertThat(json.at("/cost/by_fate").size()).isEqualTo(3);
        assertThat(json.at("/skips")
                        .valueStream()
                        .mapToLong(skip -> skip.path("items").asLong())
                        .sum())
                .isEqualTo(20);
        assertThat(json.at("/skips/0/examples/0/input").stringValue()).isNotEmpty();
    }

    @Test
    void hasThePricesOfTheRunAndTheCostOfEachKindOfToken() {
        RunPrice price = new RunPrice(new BigDecimal("0.4"), new BigDecimal("0.04"), null, BigDecimal.ONE);
        JsonNode json = JsonMapper.shared().readTree(Reports.write(new JsonReport(), Reports.priced(List.of(price))));

        assertThat(json.at("/run/prices/0/input").decimalValue()).isEqualByComparingTo("0.4");
        assertThat(json.at("/run/prices/0/cache_write").isNull()).isTrue();
        assertThat(json.at("/cost/by_token_usd/prompt").decimalValue()).isEqualByComparingTo("0.0004");
        assertThat(json.at("/cost/by_token_usd/completion").decimalValue()).isEqualByComparingTo("0.0001");
        assertThat(JsonMapper.shared()
                        .readTree(Reports.write(new JsonReport(), Reports.priced(List.of())))
                        .at("/cost/by_token_usd")
                        .isNull())
                .isTrue();
    }

    @Test
    void withoutContentNothingOfARowIsInIt() {
        String text = Reports.write(new JsonReport(), Reports.hostile(false));

        assertThat(text)
                .doesNotContain("right to left")
                .doesNotContain("DROP TABLE")
                .doesNotContain("xxxx");
        assertThat(JsonMapper.shared()
                        .readTree(text)
                        .at("/skips/0/examples/0/input")
                        .isMissingNode())
                .isTrue();
    }
}
