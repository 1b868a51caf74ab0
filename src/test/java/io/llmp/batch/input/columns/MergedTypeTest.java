package io.llmp.batch.input.columns;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MergedTypeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "none",
            value = {
                "'int' | 'int' | 'int'",
                "'int' | ['null','int'] | ['null','int']",
                "'int' | 'long' | 'long'",
                "['null','long'] | 'int' | ['null','long']",
                "'float' | ['null','double'] | ['null','double']",
                "{'type':'float','parquet':'FLOAT16'} | 'float' | 'float'",
                "'double' | ['null',{'type':'float','parquet':'FLOAT16'}] | ['null','double']",
                "{'type':'float','parquet':'FLOAT16'} | {'type':'float','parquet':'FLOAT16'} | {'type':'float','parquet':'FLOAT16'}",
                "{'type':'float','parquet':'FLOAT16'} | 'int' | none",
                "'null' | 'string' | ['null','string']",
                "['null','string'] | 'null' | ['null','string']",
                "'null' | 'null' | 'null'",
                "'int' | 'double' | none",
                "'long' | 'string' | none",
                "{'type':'int','logicalType':'date'} | 'int' | none",
                "{'type':'array','items':'int'} | {'type':'array','items':['null','long']}"
                        + " | {'type':'array','items':['null','long']}",
                "{'type':'array','items':'int'} | {'type':'array','items':'string'} | none",
                "{'type':'map','values':'int'} | ['null',{'type':'map','values':'long'}]"
                        + " | ['null',{'type':'map','values':'long'}]",
                "{'type':'record','name':'type1','fields':[{'name':'a','type':'int'}]}"
                        + " | {'type':'record','name':'type2','fields':[{'name':'a','type':['null','int']}]}"
                        + " | {'type':'record','name':'type1','fields':[{'name':'a','type':['null','int']}]}",
                "{'type':'record','name':'type1','fields':[{'name':'a','type':'int'}]}"
                        + " | {'type':'record','name':'type1','fields':[{'name':'b','type':'int'}]} | none",
                "{'type':'fixed','name':'type1','size':3} | {'type':'fixed','name':'type2','size':3}"
                        + " | {'type':'fixed','name':'type1','size':3}",
                "{'type':'fixed','name':'type1','size':3} | {'type':'fixed','name':'type1','size':4} | none",
            })
    void holdsTheValuesOfBothOrIsNone(String one, String other, @Nullable String merged) {
        JsonNode expected = merged == null ? null : json(merged);
        assertThat(MergedType.of(json(one), json(other))).isEqualTo(expected);
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }
}
