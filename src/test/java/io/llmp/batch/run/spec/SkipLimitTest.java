package io.llmp.batch.run.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SkipLimitTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, false, 0",
        "25, 25, false, 25",
        "1000000000000, 1000000000000, false, 1000000000000",
        "0%, 0, true, 0%",
        "10%, 10, true, 10%",
        "2.5%, 2.5, true, 2.5%",
        "100%, 100, true, 100%"
    })
    void readsANumberOrAShareAndWritesItAlike(String text, double value, boolean percent, String written) {
        assertThat(SkipLimit.parse(text)).isEqualTo(new SkipLimit(value, percent));
        assertThat(SkipLimit.parse(text)).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "-1", "-1%", "100.1%", "2.5", "ten", "5%%", "NaN%", "Infinity%", "1,5%", "5 %%"})
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> SkipLimit.parse(text)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.kind()).isEqualTo(ProblemException.Kind.INVALID);
            assertThat(e.problem()).contains(Setting.MAX_SKIPS + " needs", "'" + text + "'");
        });
    }
}
