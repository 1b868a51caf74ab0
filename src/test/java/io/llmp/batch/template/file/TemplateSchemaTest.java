package io.llmp.batch.template.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.llmp.batch.schema.CompiledSchema;
import io.llmp.batch.schema.Json;
import io.llmp.batch.schema.SchemaKeywords;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.ModelSettings;
import io.llmp.batch.template.TemplateJson;
import io.llmp.batch.template.Templates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The schema for editors against the reader of template files, which is what counts. */
class TemplateSchemaTest {

    private static final JsonNode SCHEMA = Json.parse(TemplateSchema.text());
    private static final CompiledSchema COMPILED = CompiledSchema.of(SCHEMA);

    /** What the reader finds in one place by looking at another, which no schema can say. */
    private static final List<String> BEYOND_A_SCHEMA = List.of(
            "There is no file",
            "The value of 'maxOutputTokensCeiling' must be a whole number from",
            "The required ",
            "breaks its schema",
            "no row will show it",
            "which the input schema does not declare",
            "which the schema's type excludes",
            "leads nowhere",
            "leads back to itself");

    /** One of everything, so that all of it can be replaced by what should not be there. */
    private static final String FULL = """
            name: full
            description: All keys.
            key: id
            instruction: Do it.
            prompt: "{{a}}"
            input:
              type: object
              required: [a]
              properties: {a: {type: string}, b: {type: [integer, "null"]}}
            output:
              type: object
              properties: {c: {}}
            examples:
              - {input: {a: x}, output: {c: y}}
            model: {provider: p, name: n, temperature: 0.5, topP: 0.5, maxOutputTokens: 5, maxOutputTokensCeiling: 9, seed: 5,
              reasoningEffort: low, serviceTier: flex, extra: {top_k: 40}, headers: {x-beta: b}, cache: prime,
              schemaInPrompt: never}
            repairs: 1
            """;

    /** Kinds of values, right and wrong ones for every key. */
    private static final List<JsonNode> VALUES = List.copyOf(Json.parse("""
                [null, true, 0, 5, -1, 1.5, 3.0, 2147483648, 9223372036854775808, "", " ", "text", "prime", "auto", "always", "never", "Never", "a/b",
                 "/e.jsonl", "~/e.csv", "b/../../e.csv", "e.csv", "object", "(", "#", "#/$defs/e",
                 "http://127.0.0.1/s", "https://json-schema.org/draft/2020-12/schema", "email",
                 [], ["a", "a"], [1], ["object"], ["string", "null"], ["strin"], [{"type": "strin"}],
                 {}, {"a": 1}, {"a": {}}, {"a": ["b"]}, {"type": "strin"}, {"type": "object", "properties": {}},
                 {"type": "object", "properties": {"a": {}}}, {"input": {"a": "x"}, "output": "y"}]
                """).values());

    private static final ObjectNode FULL_TREE = TemplateJson.tree(Templates.of(FULL));

    @TempDir
    static Path directory;

    @Test
    void isASchemaByTheStandardAndByTheReadersOwnRules() {
        List<String> problems = new ArrayList<>();
        new SchemaKeywordReview(SCHEMA, (pointer, problem, remedy) -> problems.add(pointer + " " + problem))
                .schema("", SCHEMA);

        assertThat(problems).isEmpty();
        assertThat(CompiledSchema.meta().validate(SCHEMA)).isEmpty();
    }

    @Test
    void knowsTheKeysThatTheReaderKnows() {
        JsonNode properties = SCHEMA.path("properties");
        JsonNode definitions = SCHEMA.path("$defs");

        assertThat(properties.propertyNames()).containsExactlyInAnyOrderElementsOf(TemplateReview.KEYS);
        assertThat(properties.path("model").path("properties").propertyNames())
                .containsExactlyInAnyOrderElementsOf(ModelReview.KEYS);
        assertThat(definitions.path("example").path("properties").propertyNames())
                .containsExactlyInAnyOrderElementsOf(ExampleReview.KEYS);
        assertThat(definitions.path("schema").path("properties").propertyNames())
                .containsExactlyInAnyOrderElementsOf(SchemaKeywords.ALL);
        assertThat(texts(definitions.path("type").path("enum"))).containsExactlyElementsOf(SchemaKeywords.TYPES);
        assertThat(texts(SCHEMA.at("/$defs/schema/properties/format/enum")))
                .containsExactlyElementsOf(SchemaKeywords.FORMATS);
        assertThat(texts(SCHEMA.at("/properties/model/properties/extra/propertyNames/not/enum")))
                .containsExactlyElementsOf(ModelSettings.RESERVED);
        assertThat(texts(SCHEMA.at("/properties/model/properties/headers/propertyNames/not/enum")))
                .containsExactlyElementsOf(ModelSettings.RESERVED_HEADERS);
    }

    @Test
    void everyKeyReachesTheTemplate() {
        ObjectNode tree = FULL_TREE;

        List<String> keys = new ArrayList<>(TemplateReview.KEYS);
        keys.remove("examplesFile");
        assertThat(tree.propertyNames()).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(tree.path("model").propertyNames()).containsExactlyInAnyOrderElementsOf(ModelReview.KEYS);
    }

    @Test
    void defaultsAreThoseOfTheReader() {
        JobTemplate least = Templates.of("{name: t, instruction: i, input: {type: object, properties: {a: {}}}}");
        ObjectNode tree = TemplateJson.tree(least);

        assertThat(SCHEMA.at("/properties/repairs/default").intValue()).isEqualTo(least.repairs());
        assertThat(tree.propertyNames())
                .as("what is filled in for keys left out")
                .containsExactly("name", "instruction", "input", "repairs");
        assertThat(SCHEMA.path("properties").findValues("default"))
                .as("what the schema says is filled in")
                .hasSize(2);
        assertThat(SCHEMA.at("/properties/model/properties/schemaInPrompt/default")
                        .asString())
                .isEqualTo(least.model().schemaInPrompt().word());
    }

    static Stream<Integer> seeds() {
        return new Random(20260303).ints(100).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void takesWhatCanBeApplied(int seed) {
        JsonNode tree = TemplateJson.tree(RandomTemplates.next(new Random(seed)));

        assertThat(refusal(tree)).isNull();
        assertThat(COMPILED.validate(tree)).as(tree.toString()).isEmpty();
    }

    @Test
    void takesTheSamples() throws IOException {
        try (Stream<Path> samples = Files.list(Path.of("config/jobs"))) {
            assertThat(samples).isNotEmpty().allSatisfy(sample -> {
                TemplateProblems none = new TemplateProblems("");
                SourceTree read = YamlReader.read(Files.readString(sample), none);
                assertThat(read).isNotNull();
                assertThat(COMPILED.validate(read.root())).isEmpty();
            });
        }
    }

    /** Every place of a template with every kind of value in it. */
    static Stream<Arguments> replaced() {
        List<String> places = new ArrayList<>();
        for (String key : TemplateReview.KEYS) {
            places.add("/" + key);
        }
        for (String key : ModelReview.KEYS) {
            places.add("/model/" + key);
        }
        SchemaKeywords.ALL.forEach(keyword -> places.add("/output/properties/c/" + keyword));
        for (String side : List.of("/input", "/output")) {
            for (String keyword : List.of("type", "properties", "required", "patternProperties", "$id", "x-note")) {
                places.add(side + "/" + keyword);
            }
        }
        places.addAll(List.of(
                "",
                "/unknown",
                "/model/unknown",
                "/model/extra/stream",
                "/model/headers/x-beta",
                "/model/headers/x: y",
                "/model/headers/authorization",
                "/input/unknown",
                "/output/properties/llmp_status",
                "/input/properties/a",
                "/input/properties/llmp_status",
                "/output/properties/c/properties/d",
                "/output/$defs/e",
                "/output/allOf/0",
                "/output/items/not/type",
                "/output/patternProperties/(",
                "/examples/0",
                "/examples/0/input",
                "/examples/0/output",
                "/examples/0/unknown",
                "/examples/0/input/a"));
        return places.stream().map(place -> arguments(place));
    }

    @ParameterizedTest
    @MethodSource("replaced")
    void refusesWhatTheReaderRefusesAndNothingElse(String place) {
        boolean dependsOnOthers = List.of("", "/output", "/examples", "/examples/0", "/examples/0/output")
                .contains(place);
        List<String> variants = dependsOnOthers ? List.of("none", "examples", "output") : List.of("none");
        for (JsonNode value : VALUES) {
            for (String without : variants) {
                JsonNode changed = put(full(without), place, value);
                String refusal = refusal(changed);
                boolean valid = COMPILED.validate(changed).isEmpty();
                Supplier<String> told = () -> place + " = " + value + " without " + without + ": " + refusal;

                if (refusal == null) {
                    assertThat(valid).as(told).isTrue();
                } else if (valid) {
                    assertThat(refusal).as(told).containsAnyOf(BEYOND_A_SCHEMA.toArray(String[]::new));
                }
            }
        }
    }

    private static ObjectNode full(String without) {
        ObjectNode tree = FULL_TREE.deepCopy();
        if (!without.equals("none")) {
            tree.remove("examples");
            tree.remove(without);
        }
        return tree;
    }

    /** Returns the tree with {@code value} at {@code place}, after making whatever lies on the way. */
    private static JsonNode put(ObjectNode tree, String place, JsonNode value) {
        if (place.isEmpty()) {
            return value;
        }
        JsonNode parent = tree;
        String[] steps = place.substring(1).split("/", -1);
        for (int i = 0; i < steps.length - 1; i++) {
            JsonNode next = steps[i].equals("0") ? parent.path(0) : parent.path(steps[i]);
            if (!next.isContainer()) {
                next = steps[i + 1].equals("0") ? Json.array().add(Json.object()) : Json.object();
                ((ObjectNode) parent).set(steps[i], next);
            }
            parent = next;
        }
        String last = steps[steps.length - 1];
        if (parent instanceof ArrayNode array) {
            array.set(0, value);
        } else {
            ((ObjectNode) parent).set(last, value);
        }
        return tree;
    }

    /** Returns why the reader refuses {@code tree} as a template file, or null when it takes it. */
    private static @Nullable String refusal(JsonNode tree) {
        TemplateProblems problems = new TemplateProblems("t.yaml");
        SourceTree read = YamlReader.read(YamlWriter.write(tree), problems);
        if (read != null) {
            new TemplateReview(directory.resolve("t.yaml"), read, problems).template();
        }
        return problems.isEmpty() ? null : problems.exception().problem();
    }

    private static List<String> texts(JsonNode array) {
        return array.values().stream().map(JsonNode::asString).toList();
    }
}
