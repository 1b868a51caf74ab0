package io.llmp.batch.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class CompactSchemaTest {

    @Test
    void saysMembersInAFewWords() {
        assertThat(CompactSchema.of(object("{'type':'object','required':['category','priority','summary'],"
                        + "'properties':{'category':{'enum':['bug','billing','question','feature']},"
                        + "'priority':{'type':'integer','minimum':1,'maximum':5},'summary':{'type':'string'}}}")))
                .contains("category: bug | billing | question | feature; priority: 1 to 5; summary: text");
    }

    @Test
    void saysEachKindOfValueWithItsBoundsAndItsDescription() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("{'type':'string','maxLength':40}", "text, at most 40 characters");
        words.put("{'type':'string','minLength':2,'maxLength':2}", "text, exactly 2 characters");
        words.put(
                "{'type':'string','pattern':'[A-Z]+','format':'date'}",
                "text, matching the pattern [A-Z]+, in the format date");
        words.put("{'type':'number','exclusiveMinimum':0,'maximum':1}", "number, at most 1, above 0");
        words.put("{'type':'integer','minimum':0}", "integer, at least 0");
        words.put("{'type':'boolean','description':'Is it urgent?'}", "true or false (Is it urgent?)");
        words.put("{'type':['string','null']}", "text or null");
        words.put("{'anyOf':[{'enum':['a','b']},{'type':'null'}]}", "a | b or null");
        words.put("{'const':'v 1'}", "\"v 1\"");
        words.put("{'enum':['text','null',null,1,true]}", "\"text\" | \"null\" | null | 1 | true");
        words.put(
                "{'type':'array','items':{'type':'string'},'minItems':1,'maxItems':3,'uniqueItems':true}",
                "list of text, 1 to 3 items, no item twice");
        words.put("{'type':'array','items':{'enum':['a','b']}}", "list of (a | b)");
        words.put(
                "{'type':'array','items':{'type':'object','required':['n'],'properties':{'n':{'type':'string'},'m':{'type':'integer'}}}}",
                "list of {n: text; m (optional): integer}");
        words.forEach((schema, said) -> assertThat(CompactSchema.of(
                        object("{'type':'object','required':['x'],'properties':{'x':" + schema + "}}")))
                .as(schema)
                .contains("x: " + said));
    }

    @Test
    void quotesANameThatCouldBeTakenForAnythingElse() {
        assertThat(CompactSchema.of(object("{'type':'object','properties':{'a; b':{'type':'string'}}}")))
                .contains("\"a; b\" (optional): text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'$ref':'#/$defs/a'}",
                "{'allOf':[{'type':'string'}]}",
                "{'if':{},'then':{}}",
                "{'not':{'type':'string'}}",
                "{}",
                "{'type':'object'}",
                "{'type':'object','additionalProperties':{'type':'string'},'properties':{'a':{'type':'string'}}}",
                "{'type':'array'}",
                "{'type':'array','prefixItems':[{'type':'string'}]}",
                "{'enum':[['a']]}",
                "{'type':'string','anyOf':[{'maxLength':3}]}"
            })
    void doesNotSayWhatTakesMoreThanWords(String schema) {
        assertThat(CompactSchema.of(object("{'type':'object','properties':{'x':" + schema + "}}")))
                .isEmpty();
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) JsonMapper.shared().readTree(json.replace('\'', '"'));
    }
}
