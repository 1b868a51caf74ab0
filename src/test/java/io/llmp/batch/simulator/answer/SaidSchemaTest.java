package io.llmp.batch.simulator.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.schema.CompactSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SaidSchemaTest {

    /** Each schema is said in words and read again: the same, apart from the order and from what the words do not tell. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'string'}",
                "{'type':'string','minLength':2,'maxLength':40}",
                "{'type':'string','minLength':5,'maxLength':5}",
                "{'type':'string','pattern':'^[A-Z]{2}(, |; )[0-9]+$'}",
                "{'type':'string','maxLength':9,'pattern':'[a-z]+','format':'date'}",
                "{'type':'integer','minimum':1,'maximum':5}",
                "{'type':'integer','minimum':-1,'maximum':1000,'multipleOf':10}",
                "{'type':'integer'}",
                "{'type':'number','minimum':0,'maximum':1}",
                "{'type':'number','exclusiveMinimum':0.5,'multipleOf':0.25}",
                "{'type':'boolean','description':'Is it (really) urgent; at all?'}",
                "{'enum':['a','b c',null,1,true,'null','text']}",
                "{'enum':[-1.5,'1']}",
                "{'type':'array','items':{'type':'string'},'minItems':1,'maxItems':3,'uniqueItems':true}",
                "{'type':'array','items':{'enum':['a','b']}}",
                "{'type':'array','items':{'enum':['a']},'maxItems':2}",
                "{'type':'array','items':{'type':'array','items':{'type':'integer','minimum':0}}}",
                "{'anyOf':[{'enum':['a','b']},{'type':'null'}]}",
                "{'anyOf':[{'type':'string','pattern':'x|y'},{'type':'null'}]}",
                "{'anyOf':[{'type':'string','maxLength':3,'description':'short'},{'type':'integer'}],'description':'d'}",
                "{'type':'object','required':['n'],'additionalProperties':false,"
                        + "'properties':{'n':{'type':'string'},'m':{'type':'integer'}},'description':'who'}"
            })
    void readsWhatIsSaid(String schema) {
        ObjectNode whole = object("{'type':'object','required':['x','a; b'],'additionalProperties':false,'properties':"
                + "{'x':" + schema + ",'a; b':" + schema + ",'z':{'type':'string'}}}");

        JsonNode read = SaidSchema.find(
                "Sort it.\n\nAnswer with: " + CompactSchema.of(whole).orElseThrow());

        assertThat(JsonMapper.shared().readTree(String.valueOf(read))).isEqualTo(plain(whole));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Answer with: a: text",
                "Be brief.\nAnswer with one JSON object: a: text",
                "Answer with one JSON object only: a: text\n"
            })
    void findsTheWordsAtTheEndOfTheSystemMessage(String text) {
        assertThat(SaidSchema.find(text))
                .isEqualTo(object("{'type':'object','properties':{'a':{'type':'string'}},'required':['a'],"
                        + "'additionalProperties':false}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Answer with one JSON object.",
                "Answer with: yes or no",
                "Answer with: a: text (unclosed",
                "Answer with: a: text; b",
                "Answer with: a: text, matching the pattern (",
                "Answer with: a: text, and be brief",
                "Answer with one JSON object, valid by this JSON Schema:\n{\"type\":\"object\"}"
            })
    void doesNotTakeOtherWordsForASchema(String text) {
        assertThat(SaidSchema.find(text)).isNull();
    }

    @Test
    void takesTheLastOfSeveral() {
        assertThat(SaidSchema.find("Answer with: a: text\nAnswer with: b: text"))
                .isEqualTo(SaidSchema.find("Answer with: b: text"));
    }

    /** A description of alternatives is said after the last of them, and read as that one's. */
    private static JsonNode plain(ObjectNode schema) {
        schema.path("properties").forEach(member -> {
            if (member.has("anyOf") && member.has("description")) {
                JsonNode description = ((ObjectNode) member).remove("description");
                ((ObjectNode) member.path("anyOf").path(1)).set("description", description);
            }
        });
        return schema;
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) JsonMapper.shared().readTree(json.replace('\'', '"'));
    }
}
