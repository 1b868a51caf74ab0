package io.llmp.batch.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.llmp.batch.export.ResultSchema.OutputColumn;
import io.llmp.batch.report.Drift.Measure;
import io.llmp.batch.report.FieldFigures.Counted;
import io.llmp.batch.report.FieldFigures.Kind;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class FieldFiguresTest {

    private static final String TEAMS = "{\"enum\":[\"bug\",\"sales\"]}";

    @Test
    void countsFewValues() {
        FieldFigures field = field(TEAMS, Stream.of("\"bug\"", "\"sales\"", "\"bug\"", "null"));

        assertThat(field.kind()).isEqualTo(Kind.VALUES);
        assertThat(field.values()).containsExactly(new Counted("bug", 2), new Counted("sales", 1));
        assertThat(field.absent()).isEqualTo(1);
    }

    @Test
    void ofFreeTextItKeepsOnlyLengths() {
        FieldFigures field =
                field("{\"type\":\"string\"}", IntStream.range(0, 1_000).mapToObj(i -> "\"text " + i + "\""));

        assertThat(field.kind()).isEqualTo(Kind.TEXTS);
        assertThat(field.values()).isEmpty();
        assertThat(field.lengths().greatest()).isEqualTo(8);
    }

    @Test
    void fewButDifferentTextsAreNotTakenForValues() {
        FieldFigures field = field("{\"type\":\"string\"}", Stream.of("\"one\"", "\"two\"", "\"three\""));

        assertThat(field.kind()).isEqualTo(Kind.TEXTS);
    }

    @Test
    void countsElementsOfLists() {
        FieldFigures field = field("{\"type\":\"array\"}", Stream.of("[\"a\",\"b\"]", "[\"a\"]", "[]"));

        assertThat(field.kind()).isEqualTo(Kind.LISTS);
        assertThat(field.values()).containsExactly(new Counted("a", 2), new Counted("b", 1));
        assertThat(field.sizes().mean()).isEqualTo(1);
    }

    @Test
    void manyNumbersAreADistribution() {
        FieldFigures field =
                field("{\"type\":\"number\"}", IntStream.range(0, 500).mapToObj(i -> "" + i / 500.0));

        assertThat(field.kind()).isEqualTo(Kind.NUMBERS);
        assertThat(field.numbers().mean()).isEqualTo(0.499, within(0.001));
    }

    @Test
    void driftOfValuesIsTheShareOfAnswersThatMoved() {
        Drift drift = Drift.between(
                field(TEAMS, Stream.of("\"bug\"", "\"bug\"", "\"bug\"", "\"sales\"")),
                field(TEAMS, Stream.of("\"bug\"", "\"sales\"")));

        assertThat(drift.measure()).isEqualTo(Measure.TOTAL_VARIATION);
        assertThat(drift.amount()).isEqualTo(0.25);
        assertThat(drift.former()).isEqualTo("bug");
    }

    @Test
    void driftOfNumbersIsTheShiftOfTheMean() {
        Drift drift = Drift.between(field("{}", Stream.of("1", "3")), field("{}", Stream.of("2", "4")));

        assertThat(drift.measure()).isEqualTo(Measure.MEAN_SHIFT);
        assertThat(drift.amount()).isEqualTo(1);
    }

    @Test
    void valuesThatChangedTheirKindCannotBeCompared() {
        Drift drift = Drift.between(field("{}", Stream.of("1", "3")), field("{}", Stream.of("null")));

        assertThat(drift.measure()).isEqualTo(Measure.NONE);
    }

    private static FieldFigures field(String schema, Stream<String> values) {
        FieldFigures field =
                new FieldFigures(new OutputColumn("field", JsonMapper.shared().readTree(schema)));
        values.map(JsonMapper.shared()::readTree).forEach(field::add);
        return field;
    }
}
