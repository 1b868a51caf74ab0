package io.llmp.batch.report.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.record.RunPrice;
import io.llmp.batch.report.ReportFormat;
import io.llmp.batch.report.Reports;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownReportTest {

    private static final RunPrice PRICE =
            new RunPrice(new BigDecimal("0.4"), new BigDecimal("0.04"), null, BigDecimal.ONE);

    private final String markdown = Reports.write(new MarkdownReport(), Reports.hostile(true));

    @Test
    void noTextBecomesMarkup() {
        String rest = markdown.substring(markdown.indexOf('\n'));

        assertThat(rest)
                .doesNotContain("<")
                .doesNotContain("](")
                .doesNotContain("`")
                .doesNotContain("://");
        assertThat(rest).contains("&#60;script&#62;");
    }

    @Test
    void everyRowOfATableHasAsManyCellsAsItsHeading() {
        int cells = 0;
        for (String line : markdown.lines().toList()) {
            int bars = (int) line.chars().filter(c -> c == '|').count();
            assertThat(line.startsWith("|") ? bars : 0).as(line).isIn(0, cells == 0 ? bars : cells);
            cells = line.startsWith("|") ? bars : 0;
        }
    }

    @Test
    void isMarkedInItsFirstLine() {
        assertThat(markdown.lines().findFirst().orElseThrow()).contains(ReportFormat.MARK);
    }

    @Test
    void saysWhatEachKindOfTokenCostAtThePriceOfTheRun() {
        String priced = Reports.write(new MarkdownReport(), Reports.priced(List.of(PRICE)));

        assertThat(priced)
                .contains("&#36;0.4 input, &#36;0.04 cached, &#36;1 output per million tokens")
                .contains("&#36;0.0004", "&#36;0.0001")
                .doesNotContain("is not known");
    }

    @Test
    void saysWhyTheCostOfAKindOfTokenIsNotKnown() {
        RunPrice other = new RunPrice(BigDecimal.ONE, BigDecimal.ONE, null, BigDecimal.ONE);
        assertThat(Reports.write(new MarkdownReport(), Reports.priced(List.of())))
                .contains("The price of this run was not kept");
        assertThat(Reports.write(new MarkdownReport(), Reports.priced(List.of(PRICE, other))))
                .contains("The price changed while this run was made", "&#36;0.4 input", "&#36;1 input");
        assertThat(Reports.write(new MarkdownReport(), Reports.priced(List.of(other))))
                .contains("The price of this run does not explain its cost");
    }

    @Test
    void withoutContentNothingOfARowIsInIt() {
        assertThat(Reports.write(new MarkdownReport(), Reports.hostile(false)))
                .doesNotContain("right to left")
                .doesNotContain("DROP TABLE")
                .doesNotContain("xxxx");
    }
}
