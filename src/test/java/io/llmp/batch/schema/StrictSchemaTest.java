package io.llmp.batch.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.ModelSettings;
import io.llmp.batch.template.use.AnswerCheck;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class StrictSchemaTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int SCHEMAS = 500;
    private static final int VALUES = 8;

    /** No optional members, as OpenAI has it. */
    private static final Subset CLOSED = subset(false, true);

    /** Optional members but no recursion, as Anthropic has it. */
    private static final Subset OPTIONAL = subset(true, false);

    private static Subset subset(boolean optional, boolean recursion) {
        Set<String> bounds = Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");
        return new Subset(bounds, Set.of("date"), optional, recursion, 9, 10, 5_000, 1_000, 1_000, 1_000, 120_000);
    }

    @Test
    void whatTheRewrittenSchemaAcceptsTheOriginalAcceptsWithoutTheNullsThatWereIntroduced() {
        int nulls = 0;
        for (int seed = 0; seed < SCHEMAS; seed++) {
            Draws draws = new Draws(seed);
            ObjectNode original = draws.schema();
            ObjectNode strict = StrictSchema.of(original, CLOSED).orElseThrow();
            AnswerCheck check = check(original);
            Schema originalRules = rules(original);
            Schema strictRules = rules(strict);
            for (int i = 0; i < VALUES; i++) {
                JsonNode value = draws.value(strict, strict, 0).strict();
                assertThat(strictRules.validate(value))
                        .as("seed %s: %s", seed, value)
                        .isEmpty();
                AnswerCheck.Result result = check.check(value.toString());
                assertThat(result)
                        .as("seed %s: %s under %s", seed, value, original)
                        .isInstanceOfSatisfying(AnswerCheck.Result.Valid.class, valid -> {
                            assertThat(valid.repaired()).isFalse();
                            assertThat(originalRules.validate(valid.answer())).isEmpty();
                        });
                nulls += value.equals(((AnswerCheck.Result.Valid) result).answer()) ? 0 : 1;
            }
        }
        assertThat(nulls).as("values with introduced nulls").isGreaterThan(SCHEMAS);
    }

    @Test
    void everyValueOfDeclaredMembersCanStillBeGiven() {
        for (int seed = 0; seed < SCHEMAS; seed++) {
            Draws draws = new Draws(seed);
            ObjectNode original = draws.schema();
            ObjectNode closed = StrictSchema.of(original, CLOSED).orElseThrow();
            Schema originalRules = rules(original);
            Schema closedRules = rules(closed);
            Schema optionalRules = StrictSchema.of(original, OPTIONAL)
                    .map(StrictSchemaTest::rules)
                    .orElse(null);
            for (int i = 0; i < VALUES; i++) {
                Draws.Pair pair = draws.value(original, original, 0);
                assertThat(originalRules.validate(pair.original())).isEmpty();
                assertThat(closedRules.validate(pair.strict()))
                        .as("seed %s: %s", seed, pair.strict())
                        .isEmpty();
                if (optionalRules != null) {
                    assertThat(optionalRules.validate(pair.original()))
                            .as("seed %s: %s", seed, pair.original())
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void everyObjectIsClosedAndRequiresAllItsMembers() {
        for (int seed = 0; seed < SCHEMAS; seed++) {
            assertStrict(StrictSchema.of(new Draws(seed).schema(), CLOSED).orElseThrow());
        }
    }

    private static void assertStrict(JsonNode schema) {
        if (schema.has("properties")) {
            assertThat(schema.path("additionalProperties").booleanValue()).isFalse();
            assertThat(schema.path("required")).hasSameSizeAs(schema.path("properties"));
        }
        schema.forEach(StrictSchemaTest::assertStrict);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'type':'object'}",
                "{'type':'object','properties':{'a':{}}}",
                "{'type':'object','properties':{'a':true}}",
                "{'type':'object','properties':{'a':{'type':'object'}}}",
                "{'type':'object','properties':{'a':{'type':'object','additionalProperties':{'type':'string'}}}}",
                "{'type':'object','properties':{'a':{'type':'object','patternProperties':{'^x':{'type':'string'}}}}}",
                "{'type':'object','properties':{'a':{'type':'array'}}}",
                "{'type':'object','properties':{'a':{'type':'array','prefixItems':[{'type':'string'}]}}}",
                "{'type':'object','properties':{'a':{'enum':[{'x':1}]}}}",
                "{'type':'object','properties':{'a':{'allOf':[{'type':'string'}]}}}",
                "{'type':'object','properties':{'a':{'type':'string'}},'required':['b']}",
                "{'type':'object','properties':{'a':{'type':'string'}},'anyOf':[{'required':['a']}]}",
                "{'type':'object','properties':{'a':{'type':'string'}},'if':{},'then':{}}",
                "{'type':'object','properties':{'a':{'$ref':'#/properties/b'},'b':{'type':'string'}}}",
                "{'type':'object','properties':{'a':{'$ref':'#/$defs/x/properties/y'}},'$defs':{'x':{'type':'object','properties':{'y':{'type':'string'}}}}}"
            })
    void leavesASchemaAloneWhoseMeaningItWouldChange(String schema) {
        assertThat(StrictSchema.of(object(schema), CLOSED)).isEmpty();
    }

    @Test
    void rewritesEachPart() {
        assertThat(StrictSchema.of(
                        object(
                                "{'$schema':'https://json-schema.org/draft/2020-12/schema','type':'object','title':'T',"
                                        + "'required':['e'],'properties':{"
                                        + "'e':{'enum':['a','b'],'default':'a'},"
                                        + "'o':{'enum':['a',1]},"
                                        + "'k':{'const':'a'},"
                                        + "'s':{'type':'string','minLength':2,'format':'iri','description':'D'},"
                                        + "'n':{'type':['integer','null'],'minimum':1,'multipleOf':2},"
                                        + "'r':{'$ref':'#/$defs/d','description':'D'},"
                                        + "'u':{'oneOf':[{'type':'string'},{'type':'boolean'}]}},"
                                        + "'$defs':{'d':{'type':'array','items':{'$ref':'#'},'minItems':2,'uniqueItems':true}}}"),
                        CLOSED))
                .contains(
                        object(
                                "{'title':'T','type':'object','properties':{"
                                        + "'e':{'type':'string','enum':['a','b']},"
                                        + "'o':{'type':['string','integer','null'],'enum':['a',1,null]},"
                                        + "'k':{'anyOf':[{'type':'string','const':'a'},{'type':'null'}]},"
                                        + "'s':{'description':'D (at least 2 characters, in the format iri)','type':['string','null']},"
                                        + "'n':{'type':['integer','null'],'minimum':1,'description':'a multiple of 2'},"
                                        + "'r':{'anyOf':[{'$ref':'#/$defs/d'},{'type':'null'}]},"
                                        + "'u':{'anyOf':[{'type':'string'},{'type':'boolean'},{'type':'null'}]}},"
                                        + "'required':['e','o','k','s','n','r','u'],'additionalProperties':false,"
                                        + "'$defs':{'d':{'type':'array','items':{'$ref':'#'},'minItems':2,'description':'no item twice'}}}"));
    }

    @Test
    void staysWithinTheProvidersBounds() {
        StringBuilder deep = new StringBuilder("{'type':'string'}");
        for (int i = 0; i < 10; i++) {
            deep.insert(0, "{'type':'object','properties':{'a':").append("}}");
        }
        assertThat(StrictSchema.of(object(deep.toString()), CLOSED)).isPresent();
        assertThat(StrictSchema.of(object("{'type':'object','properties':{'a':" + deep + "}}"), CLOSED))
                .isEmpty();
        StringBuilder values = new StringBuilder("'0'");
        for (int i = 1; i <= 1_000; i++) {
            values.append(",'").append(i).append('\'');
        }
        assertThat(StrictSchema.of(object("{'type':'object','properties':{'a':{'enum':[" + values + "]}}}"), CLOSED))
                .isEmpty();
        assertThat(StrictSchema.of(
                        object("{'type':'object','properties':{'a':{'enum':['" + "a".repeat(120_001) + "']}}}"),
                        CLOSED))
                .isEmpty();
    }

    @Test
    void knowsASchemaThatContainsItself() {
        ObjectNode direct = object("{'type':'object','properties':{'a':{'$ref':'#'}}}");
        ObjectNode indirect = object(
                "{'type':'object','properties':{'a':{'$ref':'#/$defs/x'}},'$defs':{"
                        + "'x':{'type':'array','items':{'$ref':'#/$defs/y'}},'y':{'type':'array','items':{'$ref':'#/$defs/x'}}}}");
        ObjectNode none = object(
                "{'type':'object','properties':{'a':{'$ref':'#/$defs/x'},'b':{'$ref':'#/$defs/x'}},'$defs':{'x':{'type':'string'}}}");
        assertThat(StrictSchema.of(direct, OPTIONAL)).isEmpty();
        assertThat(StrictSchema.of(indirect, OPTIONAL)).isEmpty();
        assertThat(StrictSchema.of(none, OPTIONAL)).isPresent();
        assertThat(StrictSchema.of(direct, CLOSED)).isPresent();
    }

    private static Schema rules(ObjectNode schema) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema);
    }

    private static AnswerCheck check(ObjectNode output) {
        return new AnswerCheck(new JobTemplate(
                "t",
                null,
                null,
                "Answer.",
                null,
                object("{'type':'object'}"),
                output,
                List.of(),
                ModelSettings.NONE,
                0));
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
    }
}
