package io.llmp.batch.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CostConfirmationTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(strings = {"y\n", "Y\n", "yes\n", " Yes \r\n", "y"})
    void aYesInAnySpellingIsOne(String answer) {
        assertThat(isYes(answer)).isTrue();
        assertThat(said.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"n\n", "\n", "no\n", "yes, but\n", "yy\n", "\ny\n", "j\n"})
    void nothingElseIs(String answer) {
        assertThat(isYes(answer)).isFalse();
        assertThat(said.size()).isZero();
    }

    @Test
    void theEndOfTheInputIsNoneAndEndsTheLine() {
        assertThat(isYes("")).isFalse();
        assertThat(said.toString(StandardCharsets.UTF_8)).isEqualTo(System.lineSeparator());
    }

    private boolean isYes(String answer) {
        return CostConfirmation.isYes(
                new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(said, true, StandardCharsets.UTF_8));
    }
}
