package io.llmp.batch.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.export.ResultSchema.OutputColumn;
import io.llmp.batch.input.columns.RowSchema;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.ModelSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ResultSchemaTest {

    private static final String OUTPUT =
            "{\"type\":\"object\",\"properties\":{\"team\":{\"type\":\"string\"},\"urgency\":{\"type\":\"integer\"}}}";

    @Test
    void hasTheInputsColumnsAndThenTheOutputsInTheirOrder() {
        ResultSchema schema = ResultSchema.of(new RowSchema(List.of("b", "a"), "avro"), template(OUTPUT));
        assertThat(schema.input()).isEqualTo(new RowSchema(List.of("b", "a"), "avro"));
        assertThat(schema.outputs())
                .containsExactly(
                        new OutputColumn("team", object("{\"type\":\"string\"}")),
                        new OutputColumn("urgency", object("{\"type\":\"integer\"}")));
    }

    @Test
    void freeTextHasOneColumn() {
        ResultSchema schema = ResultSchema.of(new RowSchema(List.of("a"), null), template(null));
        assertThat(schema.outputs()).containsExactly(new OutputColumn("answer", object("{\"type\":\"string\"}")));
    }

    @Test
    void theColumnsOfAFormerRunGiveWay() {
        RowSchema former = new RowSchema(List.of("a", "llmp_status", "b", "llmp_reason", "LLMP_STATUS"), null);
        assertThat(ResultSchema.of(former, template(OUTPUT)).input().columns())
                .containsExactly("a", "b", "LLMP_STATUS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"team", "urgency"})
    void anOutputPropertyMayNotHaveTheNameOfAnInputColumn(String column) {
        assertRefused(new RowSchema(List.of("a", column), null), template(OUTPUT), "column " + column);
    }

    @ParameterizedTest
    @ValueSource(strings = {"llmp_status", "llmp_reason"})
    void anOutputPropertyMayNotHaveTheNameOfOurColumns(String name) {
        JobTemplate template = template("{\"type\":\"object\",\"properties\":{\"" + name + "\":{}}}");
        assertRefused(new RowSchema(List.of("a"), null), template, "column " + name);
    }

    @Test
    void namesThatDifferInCaseAreDifferent() {
        assertThat(ResultSchema.of(new RowSchema(List.of("Team"), null), template(OUTPUT))
                        .outputs())
                .hasSize(2);
    }

    @Test
    void freeTextMayNotHideAColumnEither() {
        assertRefused(new RowSchema(List.of("answer"), null), template(null), "answer");
    }

    private static void assertRefused(RowSchema input, JobTemplate template, String words) {
        assertThatThrownBy(() -> ResultSchema.of(input, template)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.kind()).isEqualTo(ProblemException.Kind.INVALID);
            assertThat(e.problem()).contains(words).contains("triage");
        });
    }

    private static JobTemplate template(@Nullable String output) {
        return new JobTemplate(
                "triage",
                null,
                null,
                "You triage.",
                null,
                object("{\"type\":\"object\"}"),
                output == null ? null : object(output),
                List.of(),
                ModelSettings.NONE,
                2);
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) JsonMapper.shared().readTree(json);
    }
}
