package io.llmp.batch.input.columns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpaqueColumnsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'record','name':'t','fields':[],'logicalType':'variant'} | VARIANT",
                "{'type':'bytes','parquet':'GEOMETRY'} | GEOMETRY",
                "['null',{'type':'bytes','parquet':'GEOGRAPHY'}] | GEOGRAPHY",
                "{'type':'fixed','name':'t','size':12,'logicalType':'duration'} | INTERVAL",
            })
    void warnsOfAColumnThatTheTemplateUsesOnly(String type, String kind) {
        RowSchema schema = schema(type);

        assertThat(OpaqueColumns.warnings(schema, Set.of("c-c")))
                .containsExactly("The template uses column c-c, which holds values of the type " + kind
                        + "; the model is sent the bytes as Base64.");
        assertThat(OpaqueColumns.warnings(schema, Set.of("other"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"'bytes'", "{'type':'float','parquet':'FLOAT16'}"})
    void isSilentOfOthers(String type) {
        assertThat(OpaqueColumns.warnings(schema(type), Set.of("c-c"))).isEmpty();
        assertThat(OpaqueColumns.warnings(new RowSchema(List.of("c-c"), null), Set.of("c-c")))
                .isEmpty();
    }

    private static RowSchema schema(String type) {
        String avro = "{'type':'record','name':'row','fields':[{'name':'c_c','column':'c-c','type':" + type + "}]}";
        return new RowSchema(List.of("c-c"), avro.replace('\'', '"'));
    }
}
