package io.llmp.batch.template.file;

import io.llmp.batch.problem.ProblemWords;
import io.llmp.batch.schema.BoundedRegex;
import io.llmp.batch.schema.CompiledSchema;
import io.llmp.batch.schema.Json;
import io.llmp.batch.schema.SchemaKeywords;
import io.llmp.batch.schema.SchemaShape;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;

/** Finds keywords in a schema that are unknown, or whose values could never do what they were written for. */
final class SchemaKeywordReview {

    /** Where problems go. */
    interface PointerNotes {
        void note(String pointer, String problem, String remedy);
    }

    private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[^#]+#?");

    private final JsonNode root;
    private final PointerNotes problems;

    SchemaKeywordReview(JsonNode root, PointerNotes problems) {
        this.root = root;
        this.problems = problems;
    }

    /** Reviews {@code schema}, which stands at {@code place} of the root. */
    void schema(String place, JsonNode schema) {
        for (var member : schema.properties()) {
            String keyword = member.getKey();
            String pointer = Json.child(place, keyword);
            JsonNode value = member.getValue();
            if (SchemaKeywords.SCHEMA.contains(keyword)) {
                schema(pointer, value);
            } else if (SchemaKeywords.SCHEMAS.contains(keyword)) {
                for (int i = 0; i < value.size(); i++) {
                    schema(pointer + "/" + i, value.path(i));
                }
            } else if (SchemaKeywords.NAMED_SCHEMAS.contains(keyword)) {
                value.properties().forEach(named -> {
                    if (keyword.equals("patternProperties")) {
                        pattern(Json.child(pointer, named.getKey()), named.getKey());
                    }
                    schema(Json.child(pointer, named.getKey()), named.getValue());
                });
            } else if (!SchemaKeywords.ALL.contains(keyword)) {
                unknown(pointer, keyword);
            } else {
                plain(pointer, keyword, value, schema);
            }
        }
    }

    private void unknown(String pointer, String keyword) {
        if (!keyword.startsWith("x-")) {
            problems.note(
                    pointer,
                    "JSON Schema has no keyword " + ProblemWords.quoted(keyword) + ".",
                    ProblemWords.meant(
                            keyword,
                            SchemaKeywords.ALL,
                            "Remove it, or start its name with 'x-' if it is a note of your own."));
        }
    }

    private void plain(String pointer, String keyword, JsonNode value, JsonNode schema) {
        switch (keyword) {
            case "$schema" -> dialect(pointer, value);
            case "$id" -> identifier(pointer, value);
            case "$ref", "$dynamicRef" -> reference(pointer, value.asString(""));
            case "type" -> type(pointer, value);
            case "enum" -> constants(pointer, value, schema);
            case "const" -> constant(pointer, value, schema);
            case "pattern" -> pattern(pointer, value.asString(""));
            case "format" -> format(pointer, value.asString(""));
            default -> {}
        }
    }

    private void dialect(String pointer, JsonNode value) {
        if (!value.asString("").replaceAll("#$", "").equals(CompiledSchema.DIALECT_ID)) {
            problems.note(
                    pointer,
                    "Schemas are in the dialect JSON Schema 2020-12.",
                    "Remove '$schema', or give it the value " + CompiledSchema.DIALECT_ID + ".");
        }
    }

    private void identifier(String pointer, JsonNode value) {
        if (!ABSOLUTE.matcher(value.asString("")).matches()) {
            problems.note(
                    pointer,
                    "An '$id' is a URI with a scheme and without a fragment.",
                    "Remove it; references within the schema need none.");
        }
    }

    private void reference(String pointer, String ref) {
        if (!ref.startsWith("#")) {
            problems.note(
                    pointer,
                    "The reference leads outside the file, and nothing is ever fetched.",
                    "Copy what it refers to under '$defs' and refer to '#/$defs/NAME'.");
        } else if (SchemaShape.target(root, ref).isMissingNode()) {
            problems.note(
                    pointer,
                    "The reference " + ProblemWords.quoted(ref) + " leads nowhere.",
                    "Put what it refers to under '$defs' of the same schema.");
        } else if (SchemaShape.circular(root, SchemaShape.target(root, ref))) {
            problems.note(
                    pointer,
                    "The reference " + ProblemWords.quoted(ref) + " leads back to itself.",
                    "Refer to a schema that says something.");
        }
    }

    private void type(String pointer, JsonNode value) {
        if (value.isString() && !SchemaKeywords.TYPES.contains(value.asString())) {
            problems.note(
                    pointer,
                    "There is no type " + ProblemWords.quoted(value.asString()) + ".",
                    types(value.asString()));
        }
        for (int i = 0; i < value.size(); i++) {
            String type = value.path(i).asString("");
            if (!SchemaKeywords.TYPES.contains(type)) {
                String name = value.path(i).isNull()
                        ? "A type is a text, here \"null\" in quotes."
                        : "There is no type " + ProblemWords.quoted(type) + ".";
                problems.note(pointer + "/" + i, name, types(type));
            }
        }
    }

    private static String types(String wrong) {
        return ProblemWords.meant(
                wrong, SchemaKeywords.TYPES, "Types are " + ProblemWords.listed(SchemaKeywords.TYPES) + ".");
    }

    private void constants(String pointer, JsonNode values, JsonNode schema) {
        for (int i = 0; values.isArray() && i < values.size(); i++) {
            constant(pointer + "/" + i, values.path(i), schema);
        }
    }

    /** A text where the type wants a number, or a number where it wants a text, would never match anything. */
    private void constant(String pointer, JsonNode value, JsonNode schema) {
        Set<String> types = SchemaShape.named(schema.path("type"));
        String actual = SchemaShape.typeOf(value);
        boolean fits = types.isEmpty() || types.contains(actual) || (value.isNumber() && types.contains("number"));
        if (!fits) {
            problems.note(
                    pointer,
                    ProblemWords.quoted(Json.write(value)) + " is of type " + actual
                            + ", which the schema's type excludes.",
                    types.contains("string") ? "Write it in quotes." : "Correct the value or the type.");
        }
    }

    private void pattern(String pointer, String regex) {
        try {
            new BoundedRegex(regex).matches("");
        } catch (PatternSyntaxException e) {
            problems.note(pointer, "The regular expression is not valid: " + e.getDescription() + ".", "Correct it.");
        }
    }

    private void format(String pointer, String format) {
        if (!SchemaKeywords.FORMATS.contains(format)) {
            problems.note(
                    pointer,
                    "There is no format " + ProblemWords.quoted(format) + ".",
                    ProblemWords.meant(
                            format,
                            SchemaKeywords.FORMATS,
                            "Formats are " + ProblemWords.listed(SchemaKeywords.FORMATS) + "."));
        }
    }
}
