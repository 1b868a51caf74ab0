package io.llmp.batch.template.file;

import com.samskivert.mustache.MustacheException;
import io.llmp.batch.problem.ProblemWords;
import io.llmp.batch.schema.CompiledSchema;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.TemplateJson;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.use.PromptReview;
import io.llmp.batch.template.use.PromptText;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes a template of a file whose YAML could be read, or finds what is wrong with it. */
final class TemplateReview {

    static final List<String> KEYS = List.of(
            "name",
            "description",
            "key",
            "instruction",
            "prompt",
            "input",
            "output",
            "examples",
            "examplesFile",
            "model",
            "repairs");

    private final Path file;
    private final SourceTree source;
    private final TemplateProblems problems;
    private final KeyReview keys;

    /** @param file where the template stands, and examples may stand beside */
    TemplateReview(Path file, SourceTree source, TemplateProblems problems) {
        this.file = file;
        this.source = source;
        this.problems = problems;
        this.keys = new KeyReview(source, problems);
    }

    /** Returns the template; after noting a problem, that is none to be used. */
    @Nullable
    JobTemplate template() {
        if (!(source.root() instanceof ObjectNode root)) {
            keys.note(
                    "",
                    "A job template must be a mapping of keys to values.",
                    "Keys are " + ProblemWords.listed(KEYS) + ".");
            return null;
        }
        keys.mapping("", root, "A job template", KEYS);
        for (String key : List.of("name", "instruction", "input")) {
            if (!root.has(key)) {
                problems.add(
                        source.at(""),
                        "The key '" + key + "' is missing.",
                        "Add it; name, instruction and input are required.");
            }
        }
        name(root.path("name"));
        for (String key : List.of("description", "key", "instruction", "prompt")) {
            keys.text("/" + key, root.path(key));
        }
        CompiledSchema input = schema("input");
        CompiledSchema output = schema("output");
        prompt(root.path("prompt"), root.path("input"));
        new ModelReview(source, problems).review(root.path("model"));
        keys.number("/repairs", root.path("repairs"), true, "0", String.valueOf(Integer.MAX_VALUE));
        JsonNode examples = new ExampleSource(file, source, problems, input, output).examples();
        return problems.isEmpty() ? TemplateJson.template(with(root, examples)) : null;
    }

    /** Where the examples came from is not part of what the template says. */
    private static ObjectNode with(ObjectNode root, JsonNode examples) {
        ObjectNode tree = root.deepCopy();
        tree.remove("examplesFile");
        tree.set("examples", examples);
        return tree;
    }

    private void name(JsonNode name) {
        if (keys.text("/name", name) && !TemplateRef.isName(name.asString())) {
            keys.note(
                    "/name",
                    ProblemWords.quoted(name.asString()) + " cannot name a job template.",
                    TemplateRef.NAME_RULE);
        }
    }

    private @Nullable CompiledSchema schema(String key) {
        JsonNode schema = source.root().path(key);
        if (schema instanceof ObjectNode object) {
            return SchemaReview.review(source, problems, key, object);
        }
        if (!schema.isMissingNode()) {
            keys.note(
                    "/" + key,
                    "The value of '" + key + "' must be a JSON Schema.",
                    "Write a mapping with 'type: object'.");
        }
        return null;
    }

    private void prompt(JsonNode prompt, JsonNode input) {
        if (!prompt.isString() || !input.path("properties").isObject()) {
            return;
        }
        boolean[] clean = {true};
        PromptReview.review(prompt.asString(), (ObjectNode) input, (line, problem, remedy) -> {
            clean[0] = false;
            problems.add(source.lineOf("/prompt", line), problem, remedy);
        });
        if (clean[0]) {
            compile(prompt.asString());
        }
    }

    private void compile(String prompt) {
        try {
            new PromptText(prompt);
        } catch (MustacheException | IndexOutOfBoundsException e) {
            String reason = ProblemWords.bounded(String.valueOf(e.getMessage()), 200);
            keys.note("/prompt", "The prompt is not valid Mustache: " + reason + ".", "Correct it.");
        }
    }
}
