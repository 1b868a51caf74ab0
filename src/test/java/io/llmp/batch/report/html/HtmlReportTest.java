package io.llmp.batch.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.report.ReportFormat;
import io.llmp.batch.report.Reports;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

    private static final Pattern TAG = Pattern.compile("<([a-zA-Z][a-zA-Z0-9]*)([^>]*)>");

    private final String html = Reports.write(new HtmlReport(), Reports.hostile(true));

    @Test
    void noTextBecomesAnElementOrAnAttribute() {
        Set<String> tags =
                TAG.matcher(html).results().map(match -> match.group(1)).collect(Collectors.toSet());
        Set<String> attributes = TAG.matcher(html)
                .results()
                .map(MatchResult::group)
                .flatMap(tag -> Pattern.compile(" ([a-z-]+)=").matcher(tag).results())
                .map(match -> match.group(1))
                .collect(Collectors.toSet());

        assertThat(tags).doesNotContain("script", "img", "iframe", "b", "i").contains("svg", "bdi", "ins");
        assertThat(attributes).noneMatch(name -> name.startsWith("on")).doesNotContain("src");
        assertThat(html).contains("&lt;script&gt;").contains("&lt;img src");
    }

    @Test
    void everyAddressPointsIntoThePage() {
        assertThat(Pattern.compile("href=\"([^\"]*)\"").matcher(html).results())
                .isNotEmpty()
                .allMatch(match -> match.group(1).startsWith("#"));
        assertThat(html).doesNotContain("url(").doesNotContain("@import");
        assertThat(html).contains("default-src 'none'");
    }

    @Test
    void everyChartHasATitleADescriptionAndATable() {
        long charts =
                Pattern.compile("<svg class=\"chart\"").matcher(html).results().count();

        assertThat(charts).isGreaterThanOrEqualTo(5);
        assertThat(Pattern.compile("<title id=").matcher(html).results().count())
                .isEqualTo(charts);
        assertThat(Pattern.compile("<desc id=\"[^\"]+\">[^<]+</desc>")
                        .matcher(html)
                        .results()
                        .count())
                .isEqualTo(charts);
        assertThat(Pattern.compile("<details>").matcher(html).results().count()).isEqualTo(charts);
    }

    @Test
    void whatHasNoShapeIsShownAsAPicture() {
        assertThat(html.codePoints())
                .noneMatch(code -> code < ' ' && code != '\n' && code != '\t')
                .noneMatch(code -> code == 0x7F || code == 0xFFFF || (code >= 0xD800 && code <= 0xDFFF));
        assertThat(html).contains("nul \u2400 bell \u2407 escape \u241B[31m");
    }

    @Test
    void aVeryLongRowTakesLittleRoom() {
        assertThat(html.length()).isLessThan(200_000);
    }

    @Test
    void isMarkedInItsFirstLine() {
        assertThat(html.lines().findFirst().orElseThrow())
                .startsWith("<!DOCTYPE html>")
                .contains(ReportFormat.MARK);
    }

    @Test
    void withoutContentNothingOfARowIsInIt() {
        String without = Reports.write(new HtmlReport(), Reports.hostile(false));

        assertThat(without)
                .doesNotContain("right to left")
                .doesNotContain("DROP TABLE")
                .doesNotContain("xxxx")
                .doesNotContain("nul ");
    }
}
