package io.llmp.batch.export.csv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaGuardTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "=HYPERLINK(\"http://evil.example\",\"x\")",
                "+1 (555) 0100",
                "-2+3",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "\n=1",
                "\uFF1D1",
                "-",
                "--1",
                "-.",
                "+5 "
            })
    void aTextThatASpreadsheetWouldRunIsMarkedAsText(String text) {
        assertThat(FormulaGuard.guarded(text)).isEqualTo("'" + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a=b", "1-2", "'=1", "-5", "+5", "-0.25", "-.5", "-1e-7", "{\"a\":1}", "[-1]", "é=1"})
    void numbersAndOtherTextsStayAsTheyAre(String text) {
        assertThat(FormulaGuard.guarded(text)).isEqualTo(text);
    }
}
