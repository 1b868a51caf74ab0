package io.llmp.batch.input.columns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RowSchemaTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'float','parquet':'FLOAT16'} | 'float' | true",
                "['null',{'type':'bytes','parquet':'GEOMETRY','crs':null}] | ['null','bytes'] | true",
                "{'type':'bytes','parquet':'GEOGRAPHY','crs':'x','algorithm':null} | 'bytes' | true",
                "{'type':'array','items':{'type':'record','name':'t','fields':[],'logicalType':'variant'}}"
                        + " | {'type':'array','items':{'type':'record','name':'t','fields':[]}} | true",
                "{'type':'bytes','parquet':'BSON'} | 'bytes' | false",
                "'string' | 'bytes' | false",
            })
    void marksThatTheFirstVersionDidNotKeepAreNoOtherColumns(String now, String then, boolean same) {
        assertThat(columns(row(now)).continues(columns(row(then)))).isEqualTo(same);
    }

    @Test
    void columnsWithoutTypesAreTheSameByTheirNames() {
        assertThat(columns(null).continues(columns(null))).isTrue();
        assertThat(columns(null).continues(columns(row("'int'")))).isFalse();
        assertThat(columns(null).continues(new RowSchema(List.of("b"), null))).isFalse();
    }

    @Test
    void keepsTheSchemasOfAnswers() {
        JsonNode team = JsonMapper.shared().readTree("{\"enum\":[\"sales\",\"bug\"]}");
        RowSchema schema = new RowSchema(List.of("a", "answer.team"), null, Map.of(), Map.of("answer.team", team));

        String stored = JsonMapper.shared().writeValueAsString(schema);

        assertThat(JsonMapper.shared().readValue(stored, RowSchema.class)).isEqualTo(schema);
        assertThat(schema.without(Set.of("a")).columns()).containsExactly("answer.team");
        assertThat(schema.without(Set.of("a")).answers()).containsOnlyKeys("answer.team");
    }

    @Test
    void whatAFormerVersionStoredHasNoMetadata() {
        RowSchema stored = JsonMapper.shared().readValue("{\"columns\":[\"a\"],\"avro\":null}", RowSchema.class);

        assertThat(stored).isEqualTo(columns(null));
        assertThat(JsonMapper.shared()
                        .readValue(
                                JsonMapper.shared()
                                        .writeValueAsString(new RowSchema(List.of("a"), null, Map.of("k", "v"))),
                                RowSchema.class)
                        .metadata())
                .isEqualTo(Map.of("k", "v"));
    }

    private static RowSchema columns(@Nullable String avro) {
        return new RowSchema(List.of("a"), avro);
    }

    private static String row(String type) {
        return ("{'type':'record','name':'row','fields':[{'name':'a','type':" + type + "}]}").replace('\'', '"');
    }
}
