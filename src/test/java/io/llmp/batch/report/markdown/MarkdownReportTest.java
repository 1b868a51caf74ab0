package io.llmp.batch.report.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.report.ReportFormat;
import io.llmp.batch.report.Reports;
import org.junit.jupiter.api.Test;

class MarkdownReportTest {

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
    void withoutContentNothingOfARowIsInIt() {
        assertThat(Reports.write(new MarkdownReport(), Reports.hostile(false)))
                .doesNotContain("right to left")
                .doesNotContain("DROP TABLE")
                .doesNotContain("xxxx");
    }
}
