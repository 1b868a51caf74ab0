package io.llmp.batch.template.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.ModelSettings;
import io.llmp.batch.template.SchemaInPrompt;
import io.llmp.batch.template.TemplateJson;
import io.llmp.batch.template.Templates;
import io.llmp.batch.template.use.AnswerCheck;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a template file is refused for, and where. Long because it is one table: splitting it would hide what is not in it. */
class TemplateFileTest {

    /** Eight lines; what a test appends starts on the ninth. */
    private static final String MINIMAL = """
            name: t
            instruction: Do it.
            input:
              type: object
              required: [subject]
              properties:
                subject: {type: string}
                who: {type: object, properties: {name: {type: string}, tags: {type: array, items: {type: string}}}}
            """;

    @TempDir
    Path directory;

    @Test
    void readsTheTemplateOfTheDocumentation() throws IOException {
        JobTemplate template = TemplateFile.read(file(Templates.TICKET_TRIAGE));

        assertThat(template.name()).isEqualTo("ticket-triage");
        assertThat(template.key()).isEqualTo("ticket_id");
        assertThat(template.prompt()).isEqualTo("Subject: {{subject}}\nBody: {{body}}\n");
        assertThat(template.input().path("properties").propertyNames()).containsExactly("subject", "body");
        assertThat(template.examples()).hasSize(1);
        assertThat(template.model())
                .isEqualTo(new ModelSettings(
                        "openai",
                        "gpt-5-mini",
                        0.0,
                        null,
                        200,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Map.of(),
                        false,
                        SchemaInPrompt.AUTO));
        assertThat(template.repairs()).isEqualTo(2);
    }

    @Test
    void fillsInTheDefaults() throws IOException {
        JobTemplate template = TemplateFile.read(file(MINIMAL));

        assertThat(template.repairs()).isEqualTo(2);
        assertThat(template.output()).isNull();
        assertThat(template.model()).isEqualTo(ModelSettings.NONE);
    }

    @Test
    void readsWhatOnlySomeProvidersKnow() throws IOException {
        JobTemplate template = TemplateFile.read(file(MINIMAL + """
                model:
                  maxOutputTokens: 100
                  maxOutputTokensCeiling: 800
                  serviceTier: flex
                  extra: {top_k: 40, thinking: {type: disabled}}
                  headers: {X-Beta: one}
                  cache: prime
                """));

        assertThat(template.model())
                .isEqualTo(new ModelSettings(
                        null,
                        null,
                        null,
                        null,
                        100,
                        null,
                        null,
                        800,
                        "flex",
                        Templates.json("{`top_k`:40,`thinking`:{`type`:`disabled`}}"),
                        Map.of("X-Beta", "one"),
                        true,
                        SchemaInPrompt.AUTO));
        assertThat(TemplateJson.read(TemplateJson.write(template))).isEqualTo(template);
    }

    @Test
    void refusesAnotherUseOfTheCache() throws IOException {
        assertThat(problem(file(MINIMAL + "model: {cache: true}\n"))).contains(":9:16: ", "must be prime");
        assertThat(problem(file(MINIMAL + "model: {cache: Prime}\n"))).contains("must be prime");
    }

    @Test
    void refusesACeilingBelowItsBoundAndFieldsThatAreTheRuns() throws IOException {
        assertThat(problem(file(MINIMAL + "model: {maxOutputTokens: 100, maxOutputTokensCeiling: 99}\n")))
                .contains("maxOutputTokensCeiling", "100");
        assertThat(problem(file(MINIMAL + "model: {maxOutputTokensCeiling: 99}\n")))
                .contains("there is none");
        assertThat(problem(file(MINIMAL + "model: {extra: [1]}\n"))).contains("extra", "mapping");
        assertThat(problem(file(MINIMAL + "model: {extra: {stream: true}}\n"))).contains("'stream'");
    }

    @Test
    void refusesHeadersThatAreNoneOrHoldAKey() throws IOException {
        assertThat(problem(file(MINIMAL + "model: {headers: [1]}\n"))).contains("headers", "mapping");
        assertThat(problem(file(MINIMAL + "model: {headers: {X-Api-Key: k}}\n")))
                .contains("'X-Api-Key'");
        assertThat(problem(file(MINIMAL + "model: {headers: {'a b': k}}\n"))).contains("no name of a header");
        assertThat(problem(file(MINIMAL + "model: {headers: {a: 'Ü'}}\n"))).contains("ASCII");
        assertThat(problem(file(MINIMAL + "model: {headers: {a: \"x\\ny\"}}\n")))
                .contains("ASCII");
    }

    @Test
    void aWholeNumberMayBeWrittenWithAFraction() throws IOException {
        JobTemplate template = TemplateFile.read(
                file(MINIMAL + "repairs: 3.0\nmodel: {maxOutputTokens: 2e2, seed: 9223372036854775807.00}\n"));

        assertThat(template.repairs()).isEqualTo(3);
        assertThat(template.model().maxOutputTokens()).isEqualTo(200);
        assertThat(template.model().seed()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void wordsThatOlderYamlTakesForBooleansAreTexts() throws IOException {
        JobTemplate template = TemplateFile.read(file(MINIMAL + """
                output:
                  type: object
                  properties:
                    answer: {enum: [yes, no, on, off, 2024-01-01, 1_000, true, ~, 1.50, 12345678901234567890]}
                """));

        assertThat(String.valueOf(template.output()))
                .contains(
                        "[\"yes\",\"no\",\"on\",\"off\",\"2024-01-01\",\"1_000\",true,null,1.50,12345678901234567890]");
    }

    @Test
    void aliasesRepeatWhatTheyName() throws IOException {
        JobTemplate template = TemplateFile.read(file(MINIMAL + """
                output:
                  type: object
                  properties:
                    first: &score {type: integer, minimum: 1}
                    second: *score
                """));

        assertThat(String.valueOf(template.output())).contains("\"second\":{\"type\":\"integer\",\"minimum\":1}");
    }

    @Test
    void readsCharactersOutsideTheBasicPlaneAnywhere() throws IOException {
        for (int length = 1000; length < 1030; length++) {
            String text = "x".repeat(length) + "😀".repeat(600);
            assertThat(TemplateFile.read(file("description: " + text + "\n" + MINIMAL))
                            .description())
                    .isEqualTo(text);
        }
    }

    @Test
    void acceptsReferencesWithinTheSchema() throws IOException {
        JobTemplate template = TemplateFile.read(file(MINIMAL + """
                output:
                  $schema: https://json-schema.org/draft/2020-12/schema
                  $id: https://example.com/tree
                  type: object
                  properties:
                    tree: {$ref: "#/$defs/node"}
                    named: {$ref: "#leaf"}
                  $defs:
                    node: {type: object, properties: {children: {type: array, items: {$ref: "#/$defs/node"}}}}
                    leaf: {$anchor: leaf, type: [string, "null"], x-note: ours}
                """));

        assertThat(new AnswerCheck(template).check("{\"tree\":{\"children\":[{\"children\":[]}]},\"named\":null}"))
                .isInstanceOf(AnswerCheck.Result.Valid.class);
        assertThat(new AnswerCheck(template).check("{\"tree\":{\"children\":[{\"children\":5}]}}"))
                .isInstanceOf(AnswerCheck.Result.Invalid.class);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("", 1, "The file is empty"),
                arguments("# only a comment\n", 1, "The file is empty"),
                arguments("just a text", 1, "must be a mapping"),
                arguments("- a\n- b\n", 1, "must be a mapping"),
                arguments("name: t\ninstruction: [x\ninput: y\n", 3, "This is not YAML"),
                arguments("name: t\n\tinstruction: x\n", 2, "This is not YAML"),
                arguments("name: t\nkey: a: b\n", 2, "mapping values are not allowed here"),
                arguments("name: t\nkey: \u0007\n", 2, "U+0007 is not allowed"),
                arguments("%YAML 3.0\n---\nname: t\n", 1, "not YAML 1.2"),
                arguments(MINIMAL + "---\nname: u\n", 9, "A second document"),
                arguments(MINIMAL + "promt: x\n", 9, "Did you mean 'prompt'?"),
                arguments(MINIMAL + "colour: red\n", 9, "no key 'colour' here"),
                arguments(MINIMAL + "model:\n  max_output_tokens: 5\n", 10, "Did you mean 'maxOutputTokens'?"),
                arguments(MINIMAL + "examples:\n- inputs: {}\n", 10, "no key 'inputs' here"),
                arguments(MINIMAL + "name: u\n", 9, "the first is on line 1"),
                arguments(MINIMAL + "? [a]\n: b\n", 9, "A key must be a text"),
                arguments(MINIMAL + "<<: {a: 1}\n", 9, "'<<' is no key"),
                arguments(MINIMAL + "key: !!str 5\n", 9, "The tag 'tag:yaml.org,2002:str' is not allowed"),
                arguments(MINIMAL + "key: !!javax.script.ScriptEngineManager [a]\n", 9, "is not allowed"),
                arguments(MINIMAL + "key: *nowhere\n", 9, "refers to no earlier '&nowhere'"),
                arguments(MINIMAL + "examples: &a [*a]\n", 9, "refers to no earlier '&a'"),
                arguments(MINIMAL + "key: \"\\ud800\"\n", 9, "half of a surrogate pair"),
                arguments("name: t\n", 1, "The key 'instruction' is missing"),
                arguments(MINIMAL.replace("name: t\n", "name: 5\n"), 1, "The value of 'name' must be a text"),
                arguments(MINIMAL.replace("name: t\n", "name: a b\n"), 1, "'a b' cannot name a job template"),
                arguments(MINIMAL.replace("name: t\n", "name: \"\"\n"), 1, "The value of 'name' must be a text"),
                arguments(MINIMAL.replace("Do it.", ""), 2, "must be a text, and is empty"),
                arguments(MINIMAL + "prompt:\n", 9, "must be a text, and is empty"),
                arguments(MINIMAL + "description: [a]\n", 9, "The value of 'description' must be a text"),
                arguments(MINIMAL + "repairs: \"two\"\n", 9, "'repairs' must be a whole number"),
                arguments(MINIMAL + "repairs: -1\n", 9, "'repairs' must be a whole number from 0"),
                arguments(MINIMAL + "repairs: 1.5\n", 9, "'repairs' must be a whole number"),
                arguments(MINIMAL + "repairs: 007\n", 9, "starts with a zero"),
                arguments(MINIMAL + "repairs: .inf\n", 9, "JSON has no number '.inf'"),
                arguments(MINIMAL + "repairs: 1e999999999\n", 9, "is too long"),
                arguments(MINIMAL + "model: gpt\n", 9, "'model' must be a mapping"),
                arguments(
                        MINIMAL + "model:\n  name: m\n  temperature: 2.5\n",
                        11,
                        "'temperature' must be a number from 0 to 2"),
                arguments(MINIMAL + "model: {topP: 0}\n", 9, "must be above 0"),
                arguments(MINIMAL + "model: {maxOutputTokens: 0}\n", 9, "whole number from 1"),
                arguments(MINIMAL + "model: {seed: 99999999999999999999}\n", 9, "'seed' must be a whole number"),
                arguments("name: t\ninstruction: x\ninput: a\n", 3, "must be a JSON Schema"),
                arguments("name: t\ninstruction: x\ninput:\n  type: string\n", 4, "must be of type 'object'"),
                arguments("name: t\ninstruction: x\ninput:\n  type: object\n", 3, "names no properties"),
                arguments("name: t\ninstruction: x\ninput:\n  properties: {a: {}}\n", 3, "must be of type 'object'"),
                arguments(MINIMAL + "output:\n  type: object\n  properties: {}\n", 11, "names no properties"),
                arguments(MINIMAL + "prompt: |\n  Hello\n\n  {{subjekt}}\n", 12, "Did you mean 'subject'?"),
                arguments(MINIMAL + "prompt: \"{{nothing}}\"\n", 9, "which the input schema does not declare"),
                arguments(MINIMAL + "prompt: \"{{who.age}}\"\n", 9, "'{{who.age}}', which the input schema"),
                arguments(MINIMAL + "prompt: \"{{subject.length}}\"\n", 9, "'{{subject.length}}', which"),
                arguments(MINIMAL + "prompt: \"{{#who}}{{age}}{{/who}}\"\n", 9, "'{{age}}', which"),
                arguments(MINIMAL + "prompt: |\n  {{#who}}\n  x\n", 10, "is not closed"),
                arguments(MINIMAL + "prompt: |\n  {{#who}}\n  {{/subject}}{{/who}}\n", 11, "closes no section"),
                arguments(MINIMAL + "prompt: |\n  a\n  {{subject\n", 11, "a tag that never ends"),
                arguments(MINIMAL + "prompt: \"{{}}\"\n", 9, "names nothing"),
                arguments(MINIMAL + "prompt: \"{{> part}}\"\n", 9, "Partials and blocks"),
                arguments(MINIMAL + "prompt: \"{{=<% %>=}}\"\n", 9, "delimiters cannot be changed"),
                arguments(MINIMAL + "prompt: \"{{{subject}}\"\n", 9, "not valid Mustache"),
                arguments(
                        MINIMAL + "prompt: \"" + "{{#who}}".repeat(20_000) + "{{/who}}".repeat(20_000) + "\"\n",
                        9,
                        "nested more than 50 deep"),
                arguments(MINIMAL + "examples: {}\n", 9, "must be a list"),
                arguments(MINIMAL + "examples:\n- input: {subject: x}\n", 10, "The example has no 'output'"),
                arguments(
                        MINIMAL + "examples:\n- input: {subject: x}\n  output: {a: 1}\n", 11, "output must be a text"),
                arguments(
                        MINIMAL + "examples:\n- output: x\n  input:\n    subject: 5\n",
                        12,
                        "subject: integer found, string expected"),
                arguments(
                        MINIMAL + "examples:\n- output: x\n  input: {}\n", 11, "required property 'subject' not found"),
                arguments(
                        MINIMAL + "examples:\n- output: x\n  input:\n    subject: s\n    sbject: s\n",
                        13,
                        "Did you mean 'subject'?"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource({"refused", "refusedSchemas"})
    void refusesWithLineAndReason(String yaml, int line, String reason) throws IOException {
        Path file = file(yaml);
        ProblemException e = catchThrowableOfType(ProblemException.class, () -> TemplateFile.read(file));

        assertThat(e).as("refused").isNotNull();
        assertThat(e.kind()).isEqualTo(ProblemException.Kind.INVALID);
        assertThat(e.remedy()).isNotBlank();
        assertThat((e.problem() + " " + e.remedy()).lines())
                .anySatisfy(each ->
                        assertThat(each).startsWith(file + ":" + line + ":").contains(reason));
    }

    static Stream<Arguments> refusedSchemas() {
        return Stream.of(
                schema("team: {type: strin}", 12, "There is no type 'strin'. Did you mean 'string'?"),
                schema("team: {type: [string, null]}", 12, "\"null\" in quotes"),
                schema("team: {minimun: 5}", 12, "no keyword 'minimun'. Did you mean 'minimum'?"),
                schema("team: {nullable: true}", 12, "no keyword 'nullable'"),
                schema("team: {minimum: five}", 12, "'minimum' must be a number."),
                schema("team: {items: [{type: string}]}", 12, "'items' must be a schema."),
                schema("team: {enum: billing}", 12, "'enum' must be a list."),
                schema("team: 5", 12, "'team' must be a schema. Write {type: string}."),
                schema("team: integer", 12, "'team' must be a schema. Write {type: integer}."),
                schema("team: {maxLength: -1}", 12, "'maxLength' must be at least 0."),
                schema("team: {type: 5}", 12, "'type' must be one of array, boolean,"),
                schema("team: {anyOf: []}", 12, "'anyOf' must have at least 1 item"),
                schema("team: {type: string, enum: [\"a\", 1]}", 12, "'1' is of type integer"),
                schema("team: {type: integer, const: \"1\"}", 12, "is of type string"),
                schema("team: {pattern: \"(\"}", 12, "The regular expression is not valid: Unclosed group"),
                schema(
                        "team: {pattern: \"" + "(".repeat(20_000) + ")".repeat(20_000) + "\"}",
                        12,
                        "The regular expression is not valid: Stack overflow"),
                schema("team: {patternProperties: {\"[\": {}}}", 12, "The regular expression is not valid"),
                schema("team: {format: emial}", 12, "There is no format 'emial'. Did you mean 'email'?"),
                schema("team: {$ref: \"http://127.0.0.1:1/schema\"}", 12, "nothing is ever fetched"),
                schema("team: {$id: team}", 12, "An '$id' is a URI with a scheme"),
                schema("team: {$ref: \"file:///etc/passwd\"}", 12, "nothing is ever fetched"),
                schema("team: {$ref: \"#/$defs/nowhere\"}", 12, "leads nowhere"),
                schema("team: {$ref: \"#nowhere\"}", 12, "leads nowhere"),
                schema("team: {$ref: \"#/properties/team\"}", 12, "leads back to itself"),
                schema("team: {anyOf: [{$ref: \"#/properties/team\"}, {type: string}]}", 12, "leads back to itself"),
                schema("team: {}\n  allOf: [{not: {$ref: \"#\"}}]", 13, "leads back to itself"),
                schema("llmp_status: {}", 12, "has a column 'llmp_status' already"),
                schema("team: {}\n  required: [taem]", 13, "Did you mean 'team'?"),
                schema("team: {}\n  required: team", 13, "'required' must be a list."),
                schema("team: {}\n  $schema: http://json-schema.org/draft-07/schema#", 13, "JSON Schema 2020-12"));
    }

    private static Arguments schema(String property, int line, String reason) {
        return arguments(MINIMAL + "output:\n  type: object\n  properties:\n    " + property + "\n", line, reason);
    }

    @Test
    void namesEverythingThatIsWrongInTheOrderOfTheFile() throws IOException {
        Path file = file("""
                name: my template
                instrution: x
                input:
                  type: object
                  properties: {a: {type: strin}}
                examples:
                  - {input: {}}
                repairs: two
                """);

        ProblemException e = catchThrowableOfType(ProblemException.class, () -> TemplateFile.read(file));

        assertThat(e.problem()
                        .lines()
                        .map(line -> line.substring(file.toString().length())))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith(":1:1: The key 'instruction' is missing."),
                        line -> assertThat(line).startsWith(":1:7: 'my template' cannot name a job template."),
                        line -> assertThat(line).startsWith(":2:1: There is no key 'instrution' here."),
                        line -> assertThat(line).startsWith(":5:26: There is no type 'strin'."),
                        line -> assertThat(line).startsWith(":7:5: The example has no 'output'."),
                        line -> assertThat(line).startsWith(":8:10: The value of 'repairs' must be a whole number"));
        assertThat(e.remedy()).isEqualTo("Fix these and try again.");
    }

    @Test
    void pointsAtThePlaceInAnExampleThatBreaksItsSchema() throws IOException {
        Path file = file(Templates.TICKET_TRIAGE.replace("urgency: 4}", "urgency: 9}"));

        ProblemException e = catchThrowableOfType(ProblemException.class, () -> TemplateFile.read(file));

        assertThat(e.problem())
                .isEqualTo(file + ":21:96: The example breaks its schema: urgency: must have a maximum value of 5.");
    }

    @Test
    void refusesWhatIsNoReadableFile() throws IOException {
        Path none = directory.resolve("none.yaml");
        Path large = directory.resolve("large.yaml");
        Files.writeString(large, "# " + "x".repeat(1_000_000));
        Path latin = directory.resolve("latin.yaml");
        Files.write(latin, "name: t\ninstruction: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(problem(none)).contains("There is no file " + none);
        assertThat(problem(directory)).contains("cannot be read");
        assertThat(problem(large)).contains("larger than 1 MB");
        assertThat(problem(fiftyMegabytes())).contains("larger than 1 MB");
        assertThat(problem(latin)).contains(latin + ":2:17: The file is not UTF-8 text.");
    }

    @Test
    @Timeout(120)
    void refusesSchemasThatMultiplyByReferences() throws IOException {
        assertThat(problem(file(MINIMAL + doubling("{allOf: [{$ref: \"#/$defs/NEXT\"}, {$ref: \"#/$defs/NEXT\"}]}"))))
                .contains(":9:1: References make the schema apply to one value many thousand times.");
        assertThat(TemplateFile.read(file(MINIMAL
                        + doubling("{properties: {p: {$ref: \"#/$defs/NEXT\"}, q: {$ref: \"#/$defs/NEXT\"}}}"))))
                .as("what multiplies with the value only")
                .isNotNull();
        JobTemplate dynamic = TemplateFile.read(file(MINIMAL
                + "output: {type: object, properties: {r: {$dynamicAnchor: n, $dynamicRef: \"#n\", type: string}}}\n"));
        assertThat(new AnswerCheck(dynamic).check("{\"r\": 5}")).isInstanceOf(AnswerCheck.Result.Invalid.class);
    }

    /** An output schema of which each definition uses the next one twice. */
    static String doubling(String definition) {
        StringBuilder output = new StringBuilder(
                "output:\n  type: object\n  properties: {r: {$ref: \"#/$defs/a0\"}}\n  $defs:\n    a30: {type: string}\n");
        for (int i = 0; i < 30; i++) {
            output.append("    a" + i + ": " + definition.replace("NEXT", "a" + (i + 1)) + "\n");
        }
        return output.toString();
    }

    @Test
    @Timeout(120)
    void refusesBombsBeforeTheyCostAnything() throws IOException {
        StringBuilder laughs = new StringBuilder(MINIMAL).append("a0: &a0 [lol, lol, lol]\n");
        for (int i = 1; i < 30; i++) {
            String before = "*a" + (i - 1);
            laughs.append("a" + i + ": &a" + i + " [" + String.join(", ", before, before, before) + "]\n");
        }

        assertThat(problem(file(laughs.toString()))).contains("Aliases make the file too large");
        assertThat(problem(file(MINIMAL + "key: " + "[".repeat(400_000)))).contains("nested too deeply");
        assertThat(problem(file(MINIMAL + "key: " + "{a: ".repeat(100_000)))).contains("nested too deeply");
        assertThat(problem(file(MINIMAL + "key: " + "- ".repeat(100_000)))).isNotEmpty();
        assertThat(problem(file(MINIMAL + "repairs: " + "9".repeat(900_000)))).contains("more than 400 digits");
    }

    /** A sparse file: it takes its size from its end. */
    private Path fiftyMegabytes() throws IOException {
        Path file = directory.resolve("fifty.yaml");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(50_000_000);
        }
        return file;
    }

    private String problem(Path file) {
        return catchThrowableOfType(ProblemException.class, () -> TemplateFile.read(file))
                .problem();
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("tickets.yaml"), yaml);
    }
}
