package io.llmp.batch.template.file;

import com.networknt.schema.SchemaException;
import io.llmp.batch.problem.ProblemWords;
import io.llmp.batch.schema.CompiledSchema;
import io.llmp.batch.schema.SchemaShape;
import io.llmp.batch.schema.SchemaWork;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds what is wrong with a schema of a template file. Stricter than JSON Schema, which ignores what it does not know: a
 * misspelt keyword, type or format would silently check nothing.
 */
public final class SchemaReview {

    private static final List<String> RESERVED = List.of("llmp_status", "llmp_reason");

    private final SourceTree document;
    private final TemplateProblems problems;
    private final String key;
    private final ObjectNode root;
    private boolean clean = true;

    private SchemaReview(SourceTree document, TemplateProblems problems, String key, ObjectNode root) {
        this.document = document;
        this.problems = problems;
        this.key = key;
        this.root = root;
    }

    /** Returns the schema under {@code key} ready for use, or null after noting what is wrong with it. */
    static @Nullable CompiledSchema review(
            SourceTree document, TemplateProblems problems, String key, ObjectNode root) {
        SchemaReview review = new SchemaReview(document, problems, key, root);
        review.object();
        new SchemaKeywordReview(root, review::note).schema("", root);
        CompiledSchema.meta().validate(root).forEach(broken -> {
            SchemaFault fault = SchemaFault.of(broken);
            review.note(broken.pointer(), fault.problem(), fault.remedy());
        });
        if (review.clean && SchemaWork.isEndless(root)) {
            review.note(
                    "", "References make the schema apply to one value many thousand times.", "Write it with fewer.");
        }
        return review.clean ? review.compiled() : null;
    }

    private @Nullable CompiledSchema compiled() {
        try {
            return CompiledSchema.of(root);
        } catch (SchemaException e) {
            String reason = ProblemWords.bounded(String.valueOf(e.getMessage()), 200);
            note("", "The schema cannot be used: " + reason + ".", "Correct it.");
            return null;
        }
    }

    /** A row and an answer are objects whose members are known by name. */
    private void object() {
        if (!root.path("type").asString("").equals("object")) {
            note(
                    root.has("type") ? "/type" : "",
                    "The " + key + " schema must be of type 'object'.",
                    "Write 'type: object', and name what it holds under 'properties'.");
        }
        JsonNode properties = root.path("properties");
        if (!properties.isObject() || properties.isEmpty()) {
            note(
                    root.has("properties") ? "/properties" : "",
                    "The " + key + " schema names no properties.",
                    "Name at least one under 'properties'.");
            return;
        }
        required(properties);
        if (key.equals("input")) {
            if (root.has("patternProperties")) {
                note("/patternProperties", "Columns are taken by name.", "Name them under 'properties'.");
            }
        } else {
            RESERVED.stream()
                    .filter(properties::has)
                    .forEach(name -> note(
                            "/properties/" + name,
                            "Every result has a column '" + name + "' already.",
                            "Choose another name."));
        }
    }

    private void required(JsonNode properties) {
        int index = 0;
        for (JsonNode required : root.path("required")) {
            String name = required.asString("");
            if (required.isString() && !properties.has(name)) {
                note(
                        "/required/" + index,
                        "The required " + ProblemWords.quoted(name) + " is not among the properties.",
                        ProblemWords.meant(name, SchemaShape.declared(root), "Add it to 'properties'."));
            }
            index++;
        }
    }

    private void note(String pointer, String problem, String remedy) {
        clean = false;
        problems.add(document, "/" + key + pointer, problem, remedy);
    }
}
