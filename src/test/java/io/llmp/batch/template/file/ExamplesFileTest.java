package io.llmp.batch.template.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.schema.Json;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.TemplateDigest;
import io.llmp.batch.template.TemplateJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file of examples is read as and refused for. Long because it is one table, in two formats. */
class ExamplesFileTest {

    /** Without examples; {@code examplesFile} stands on its twelfth line. */
    private static final String TRIAGE = """
            name: triage
            instruction: Triage it.
            input:
              type: object
              required: [subject]
              properties: {subject: {type: string}, seats: {type: [integer, "null"]}, tags: {type: array}}
            output:
              type: object
              required: [team]
              additionalProperties: false
              properties: {team: {enum: [billing, access]}, urgency: {type: integer, maximum: 5}}
            """;

    private static final String FREE_TEXT = """
            name: reply
            instruction: Answer it.
            input: {type: object, required: [subject], properties: {subject: {type: string}}}
            """;

    private static final String INLINE = TRIAGE + """
            examples:
              - {input: {subject: "Größe, \\"L\\"", seats: 9, tags: [a, 1.5]}, output: {team: billing, urgency: 2}}
              - {input: {subject: "two\\nlines", seats: null}, output: {team: access}}
            """;

    @TempDir
    Path directory;

    @Test
    void linesAndTablesSayWhatExamplesInTheTemplateSay() throws IOException {
        write("e.jsonl", """
                {"output": {"urgency": 2, "team": "billing"}, "input": {"subject": "Größe, \\"L\\"", "seats": 9.0, "tags": ["a", 1.50]}}

                {"input":{"subject":"two\\nlines","seats":null},"output":{"team":"access"}}\r
                """);
        write("e.csv", """
                \uFEFFoutput.team,input.subject,input.seats,output.urgency,input.tags
                billing,"Größe, ""L\""",9,2,"[""a"", 1.5]"
                access,"two
                lines",,,
                """);
        String digest = TemplateDigest.of(read(INLINE));

        assertThat(TemplateDigest.of(read(TRIAGE + "examplesFile: e.jsonl\n"))).isEqualTo(digest);
        assertThat(TemplateDigest.of(read(TRIAGE + "examplesFile: e.csv\n"))).isEqualTo(digest);
        assertThat(TemplateDigest.of(read(TRIAGE))).isNotEqualTo(digest);
    }

    @Test
    void aTemplateIsShownWithTheExamplesInIt() throws IOException {
        write("e.jsonl", "{\"input\": {\"subject\": \"a\"}, \"output\": {\"team\": \"access\"}}\n");
        JobTemplate template = read(TRIAGE + "examplesFile: e.jsonl\n");

        String shown = TemplateFile.write(template);

        assertThat(shown).contains("examples:").doesNotContain("examplesFile");
        assertThat(TemplateDigest.of(read(shown))).isEqualTo(TemplateDigest.of(template));
    }

    @Test
    void answersInFreeTextStandInOneColumn() throws IOException {
        write("e.csv", "input.subject,output\r\nHello,\"Dear you,\r\nHello.\"\r\n");

        JobTemplate template = read(FREE_TEXT + "examplesFile: e.csv\n");

        assertThat(template.examples())
                .singleElement()
                .satisfies(example -> assertThat(example.output().asString()).isEqualTo("Dear you,\r\nHello."));
    }

    @Test
    void theFileIsFoundFromWhereTheTemplateIs() throws IOException {
        Files.createDirectory(directory.resolve("more"));
        write("more/e.jsonl", "{\"input\": {\"subject\": \"a\"}, \"output\": \"b\"}");
        Files.createSymbolicLink(directory.resolve("inside.jsonl"), directory.resolve("more/e.jsonl"));

        assertThat(read(FREE_TEXT + "examplesFile: more/e.jsonl\n").examples()).hasSize(1);
        assertThat(read(FREE_TEXT + "examplesFile: ./inside.jsonl\n").examples())
                .as("a link that stays below the directory")
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/hosts.jsonl",
                "../e.jsonl",
                "more/../../e.jsonl",
                "more/../e.jsonl",
                "~/e.jsonl",
                "\"a\\0.jsonl\"",
                "out.jsonl",
                "out/e.jsonl"
            })
    void noFileElsewhereIsRead(String path) throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("e.jsonl"), "{\"input\": {\"subject\": \"a\"}, \"output\": \"b\"}");
        Path home = directory.resolve("templates");
        Files.createDirectories(home.resolve("more"));
        Files.createSymbolicLink(home.resolve("out.jsonl"), elsewhere.resolve("e.jsonl"));
        Files.createSymbolicLink(home.resolve("out"), elsewhere);

        ProblemException e = refused(home.resolve("t.yaml"), FREE_TEXT + "examplesFile: " + path + "\n");

        assertThat(e.problem()).startsWith(home.resolve("t.yaml") + ":4:15: ").contains("the template's directory");
        assertThat(e.remedy()).contains("beside the template");
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                arguments("examplesFile: none.jsonl", "There is no file"),
                arguments("examplesFile: e.json", "called neither. Name it with .jsonl or .csv"),
                arguments("examplesFile: jsonl", "called neither"),
                arguments("examplesFile: directory.jsonl", "is no file"),
                arguments("examplesFile: large.jsonl", "larger than 1 MB"),
                arguments("examplesFile:", "must be a text, and is empty"),
                arguments("examplesFile: [e.jsonl]", "must be a text"),
                arguments("examplesFile: e.jsonl\nexamples: []", "There are 'examples' already"));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void whatIsWrongWithTheKeyIsToldAtTheKey(String line, String problem) throws IOException {
        write("e.jsonl", "{\"input\": {\"subject\": \"a\"}, \"output\": \"b\"}");
        write("large.jsonl", " ".repeat(1_000_001));
        Files.createDirectory(directory.resolve("directory.jsonl"));

        Path file = directory.resolve("t.yaml");
        ProblemException e = refused(file, FREE_TEXT + line + "\n");

        assertThat(e.problem() + " " + e.remedy()).startsWith(file + ":4:").contains(problem);
    }

    static Stream<Arguments> wrongLines() {
        String good = "{\"input\": {\"subject\": \"a\"}, \"output\": {\"team\": \"access\"}}\n";
        return Stream.of(
                arguments("", 1, 1, "holds no example"),
                arguments(" \n\n", 1, 1, "holds no example"),
                arguments(
                        good + "{\"input\": {\"subject\": \"a\"}\n",
                        2,
                        27,
                        "This is not JSON: Unexpected end-of-input: expected close marker for Object. Write"),
                arguments(good + "\n  input: a\n", 3, 3, "This is not JSON: Unrecognized token 'input'. Write"),
                arguments(good + "{} {}\n", 2, 4, "Something follows the value"),
                arguments(good + "[1]\n", 2, 1, "must be a mapping"),
                arguments(good + "{\"input\": {\"subject\": \"a\"}}\n", 2, 1, "has no 'output'"),
                arguments(
                        "{\"input\": {\"subject\": \"a\"}, \"output\": {\"team\": \"sales\"}}\n",
                        1,
                        48,
                        "breaks its schema: team"),
                arguments(
                        "{\"input\": {\"subject\": \"😀😀\", \"seats\": 1.5}, \"output\": {\"team\": \"access\"}}\n",
                        1,
                        38,
                        "breaks its schema: seats"),
                arguments(
                        "{\"input\": {\"sbject\": \"a\"}, \"output\": {\"team\": \"access\"}}\n",
                        1,
                        12,
                        "Did you mean 'subject'?"),
                arguments(
                        "{\"inputs\": {\"subject\": \"a\"}, \"output\": {\"team\": \"access\"}}\n",
                        1,
                        2,
                        "Did you mean 'input'?"),
                arguments(
                        good + "{\"input\": {\"subject\": \"a\", \"subject\": \"b\"}}\n",
                        2,
                        28,
                        "is here a second time"),
                arguments("{\"input\": {\"subject\": \"\\ud800\"}}\n", 1, 23, "half of a surrogate pair"),
                arguments("{\"input\": {\"seats\": " + "9".repeat(500) + "}}\n", 1, 21, "more than 400 digits"),
                arguments("{\"input\": {\"seats\": 1e9999}}\n", 1, 21, "is too long"),
                arguments("{\"input\": {\"" + "k".repeat(1001) + "\": 1}}\n", 1, 12, "more than 1000 characters"),
                arguments("{\"input\": {\"tags\": " + "[".repeat(95) + "]".repeat(95) + "}}", 1, 107, "too deeply"),
                arguments("[".repeat(100_000), 1, 90, "too deeply"),
                arguments(
                        "{\"input\": {\"subject\": NaN}}\n",
                        1,
                        26,
                        "This is not JSON: Non-standard token 'NaN'. Write"));
    }

    @ParameterizedTest(name = "{3}")
    @MethodSource("wrongLines")
    @Timeout(120)
    void whatIsWrongInALineIsToldThere(String lines, int line, int column, String problem) throws IOException {
        write("e.jsonl", lines);

        ProblemException e = refused(directory.resolve("t.yaml"), TRIAGE + "examplesFile: e.jsonl\n");

        assertThat((e.problem() + " " + e.remedy()).lines())
                .anySatisfy(each -> assertThat(each)
                        .startsWith(directory.resolve("e.jsonl") + ":" + line + ":" + column + ": ")
                        .contains(problem));
    }

    static Stream<Arguments> wrongTables() {
        String header = "input.subject,input.seats,output.team\n";
        return Stream.of(
                arguments("", 1, 1, "holds no example"),
                arguments(header, 1, 1, "holds no example"),
                arguments("subject,output.team\na,b\n", 1, 1, "No column of examples is called 'subject'"),
                arguments("input.subject,output.taem\na,b\n", 1, 15, "'output.taem'. Did you mean 'output.team'?"),
                arguments("input.subject,output.team,output\na,b,c\n", 1, 27, "No column"),
                arguments("input.subject,output.team,input.subject\na,b,c\n", 1, 27, "There are two columns"),
                arguments("input.seats,output.team\n1,access\n", 1, 1, "There is no column input.subject"),
                arguments(header + "a,1,access\nb,2\n", 3, 1, "has 2 fields where the header has 3"),
                arguments(header + "a,\"x\ny\",access\n", 2, 3, "'x y' is not of type integer"),
                arguments(header + "\"a\nb\",1,sales\n", 3, 6, "breaks its schema: team"),
                arguments(header + "a \"b\",1,access\n", 2, 3, "There is a quote inside a field"),
                arguments(header + "a,1,\"access\" \n", 2, 13, "Text follows a closing quote"),
                arguments(header + "a,1,access\n\"b,1,access\n", 3, 1, "never closed"));
    }

    @ParameterizedTest(name = "{3}")
    @MethodSource("wrongTables")
    void whatIsWrongInATableIsToldAtTheCell(String table, int line, int column, String problem) throws IOException {
        write("e.csv", table);

        ProblemException e = refused(directory.resolve("t.yaml"), TRIAGE + "examplesFile: e.csv\n");

        assertThat(e.problem() + " " + e.remedy())
                .startsWith(directory.resolve("e.csv") + ":" + line + ":" + column + ": ")
                .contains(problem);
        assertThat(e.problem().lines()).as("one mistake, one problem").hasSize(1);
    }

    @Test
    void problemsOfTheTemplateComeBeforeThoseOfTheFile() throws IOException {
        write("e.jsonl", "{\"input\": {}, \"output\": {\"team\": \"access\"}}\n[]\n");

        ProblemException e = refused(directory.resolve("t.yaml"), TRIAGE + "examplesFile: e.jsonl\nrepairs: many\n");

        assertThat(e.problem().lines().map(line -> line.replaceFirst(": .*", "").replaceFirst(".*/", "")))
                .containsExactly("t.yaml:13:10", "e.jsonl:1:2", "e.jsonl:2:1");
    }

    @Test
    void bytesOfAnotherEncodingAreToldWithTheirPlace() throws IOException {
        Files.write(
                directory.resolve("e.csv"),
                "input.subject,output\ncaf\u00e9,b\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(refused(directory.resolve("t.yaml"), FREE_TEXT + "examplesFile: e.csv\n")
                        .problem())
                .endsWith("e.csv:2:4: The file is not UTF-8 text.");
    }

    @Test
    void whatCannotBeShownAgainIsNotRegistered() throws IOException {
        write("e.csv", "input.subject,input.tags,output.team\na,\"" + "[".repeat(95) + "]".repeat(95) + "\",access\n");
        assertThat(refused(directory.resolve("t.yaml"), TRIAGE + "examplesFile: e.csv\n")
                        .problem())
                .contains("values that no template file can hold");

        write(
                "e.jsonl",
                ("{\"input\":{\"subject\":\"" + "\\u0001".repeat(1000) + "\"},\"output\":\"\"}\n").repeat(150));
        String large = FREE_TEXT.replace("Answer it.", "x".repeat(500_000));
        assertThat(refused(directory.resolve("t.yaml"), large + "examplesFile: e.jsonl\n")
                        .problem())
                .contains("with its examples and aliases written out, is larger than 1 MB");
    }

    static Stream<Integer> seeds() {
        return new Random(20260202).ints(100).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void examplesInAFileAndInTheTemplateAreTheSame(int seed) throws IOException {
        JobTemplate template = RandomTemplates.next(new Random(seed));
        StringBuilder lines = new StringBuilder();
        TemplateJson.tree(template)
                .path("examples")
                .forEach(each -> lines.append(Json.write(each)).append('\n'));
        if (lines.isEmpty()) {
            return;
        }
        write("e.jsonl", lines.toString());

        JobTemplate read = read(TemplateFile.write(template.with(List.of())) + "examplesFile: e.jsonl\n");

        assertThat(read).isEqualTo(template);
        assertThat(TemplateDigest.of(read)).isEqualTo(TemplateDigest.of(template));
    }

    private JobTemplate read(String yaml) throws IOException {
        return TemplateFile.read(write("t.yaml", yaml));
    }

    private static ProblemException refused(Path file, String yaml) throws IOException {
        Files.writeString(file, yaml);
        ProblemException e = catchThrowableOfType(ProblemException.class, () -> TemplateFile.read(file));
        assertThat(e).as("refused").isNotNull();
        assertThat(e.kind()).isEqualTo(ProblemException.Kind.INVALID);
        return e;
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }
}
