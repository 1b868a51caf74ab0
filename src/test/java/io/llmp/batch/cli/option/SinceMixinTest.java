package io.llmp.batch.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.problem.ProblemException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinceMixinTest {

    private static final Instant NOW = Instant.parse("2026-03-08T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "90s, 2026-03-08T11:58:30Z",
        "36h, 2026-03-07T00:00:00Z",
        "7d, 2026-03-01T12:00:00Z",
        "2026-03-01, 2026-02-28T23:00:00Z",
        "2026-03-01T09:30, 2026-03-01T08:30:00Z",
        "2026-03-01T09:30:00Z, 2026-03-01T09:30:00Z"
    })
    void readsSpansDatesAndTimes(String text, Instant moment) {
        assertThat(moment(text)).isEqualTo(moment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "7w",
                "-7d",
                "2026-13-01",
                "9999999d",
                "99999999999999999999d",
                "999999999999999999d",
                "2026-03-01T"
            })
    void refusesOtherWords(String text) {
        assertThatThrownBy(() -> moment(text))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("36h");
    }

    @Test
    void saysNothingWithoutTheOption() {
        assertThat(new SinceMixin().moment(() -> NOW, ZoneId.of("Europe/Berlin")))
                .isNull();
    }

    private static Instant moment(String text) {
        SinceMixin since = new SinceMixin();
        since.since = text;
        Instant moment = since.moment(() -> NOW, ZoneId.of("Europe/Berlin"));
        assertThat(moment).isNotNull();
        return Objects.requireNonNull(moment);
    }
}
