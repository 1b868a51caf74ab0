package io.llmp.batch.template.file;

import io.llmp.batch.problem.ProblemWords;
import io.llmp.batch.schema.CompiledSchema.Violation;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A rule of JSON Schema itself that a schema breaks, in words.
 *
 * @param problem what is wrong, without the place
 * @param remedy what to do about it
 */
record SchemaFault(String problem, String remedy) {

    private static final Map<String, String> KINDS = Map.of(
            "object", "a mapping",
            "boolean", "true or false",
            "array", "a list",
            "string", "a text",
            "integer", "a whole number",
            "number", "a number");

    static SchemaFault of(Violation broken) {
        String name = name(broken.pointer());
        List<String> wanted = texts(broken.rule());
        if (broken.keyword().equals("type") && wanted.contains("object") && wanted.contains("boolean")) {
            return new SchemaFault(name + " must be a schema.", "Write {type: " + type(broken.value()) + "}.");
        }
        String rule = switch (broken.keyword()) {
            case "type" ->
                "must be "
                        + wanted.stream()
                                .map(type -> KINDS.getOrDefault(type, type))
                                .collect(Collectors.joining(" or "));
            case "enum" -> "must be one of " + String.join(", ", wanted);
            case "minimum" -> "must be at least " + broken.rule();
            default -> broken.message();
        };
        return new SchemaFault(name + " " + rule + ".", "Correct the schema.");
    }

    private static String name(String pointer) {
        String last = pointer.substring(pointer.lastIndexOf('/') + 1);
        return pointer.isEmpty()
                ? "The schema"
                : ProblemWords.quoted(last.replace("~1", "/").replace("~0", "~"));
    }

    /** Whoever writes {@code name: integer} means the type. */
    private static String type(@Nullable JsonNode value) {
        String text = value == null ? "" : value.asString("");
        return KINDS.containsKey(text) ? text : "string";
    }

    private static List<String> texts(@Nullable JsonNode rule) {
        return rule == null
                ? List.of()
                : rule.isArray()
                        ? rule.valueStream().map(each -> each.asString("")).toList()
                        : List.of(rule.asString(""));
    }
}
