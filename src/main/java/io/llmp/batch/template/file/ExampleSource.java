package io.llmp.batch.template.file;

import io.llmp.batch.schema.CompiledSchema;
import io.llmp.batch.schema.Json;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds a template's examples, which stand in the template itself or in a file beside it, and what is wrong with them. */
final class ExampleSource {

    private final Path file;
    private final SourceTree template;
    private final TemplateProblems problems;
    private final @Nullable CompiledSchema input;
    private final @Nullable CompiledSchema output;

    /** A schema that could not be made ready is null; nothing is checked against it. */
    ExampleSource(
            Path file,
            SourceTree template,
            TemplateProblems problems,
            @Nullable CompiledSchema input,
            @Nullable CompiledSchema output) {
        this.file = file;
        this.template = template;
        this.problems = problems;
        this.input = input;
        this.output = output;
    }

    /** Returns the examples as an array, after noting what is wrong with them. */
    JsonNode examples() {
        JsonNode inline = template.root().path("examples");
        JsonNode path = template.root().path("examplesFile");
        if (!inline.isMissingNode() && !path.isMissingNode()) {
            problems.addKey(
                    template,
                    "/examplesFile",
                    "There are 'examples' already, and a template takes its examples from one place.",
                    "Keep one of the two keys.");
            return Json.array();
        }
        if (new KeyReview(template, problems).text("/examplesFile", path)) {
            return ofFile(path.asString());
        }
        if (!inline.isMissingNode() && !inline.isArray()) {
            note("/examples", "The value of 'examples' must be a list.", "Start each example with '- input:'.");
            return Json.array();
        }
        review("/examples", inline, template, problems);
        return inline.isMissingNode() ? Json.array() : inline;
    }

    private JsonNode ofFile(String path) {
        ExamplesFile found =
                ExamplesFile.beside(file, path, (problem, remedy) -> note("/examplesFile", problem, remedy));
        if (found == null) {
            return Json.array();
        }
        TemplateProblems inFile = problems.in(found.name());
        SourceTree read = read(found, inFile);
        if (read == null) {
            return Json.array();
        }
        review("", read.root(), read, inFile);
        return read.root();
    }

    private @Nullable SourceTree read(ExamplesFile found, TemplateProblems inFile) {
        String text = Utf8.decode(found.bytes(), inFile);
        if (text == null) {
            return null;
        }
        if (!found.isTable()) {
            return JsonLines.read(text, inFile);
        }
        if (input == null || (output == null && template.root().has("output"))) {
            return null;
        }
        return ExampleTable.read(text, new ExampleColumns((ObjectNode) template.root(), input, output, inFile), inFile);
    }

    private void review(String place, JsonNode examples, SourceTree source, TemplateProblems notes) {
        ExampleReview review = new ExampleReview(source, notes, template.root(), input, output);
        for (int i = 0; i < examples.size(); i++) {
            review.review(place + "/" + i, examples.path(i));
        }
    }

    private void note(String place, String problem, String remedy) {
        problems.add(template, place, problem, remedy);
    }
}
