package io.llmp.batch.template;

import io.llmp.batch.input.Sha256;
import io.llmp.batch.schema.Json;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * What makes two templates mean the same: everything they say, but for comments, layout, the order of keys and the
 * spelling of numbers. The description counts too: it changes no answer, but it is part of the definition, and a
 * change of it must not be lost. A default left out and the same value written down mean the same.
 */
public final class TemplateDigest {

    private TemplateDigest() {}

    /** Returns the lower-case hexadecimal SHA-256 over the template's meaning. */
    public static String of(JobTemplate template) {
        StringBuilder canonical = new StringBuilder();
        append(canonical, TemplateJson.tree(template));
        return Sha256.hex(canonical.toString());
    }

    private static void append(StringBuilder out, JsonNode node) {
        if (node.isObject()) {
            TreeMap<String, JsonNode> members = new TreeMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
            out.append('{');
            members.forEach((name, value) -> {
                out.append(Json.write(StringNode.valueOf(name))).append(':');
                append(out, value);
                out.append(',');
            });
            out.append('}');
        } else if (node.isArray()) {
            out.append('[');
            node.forEach(element -> {
                append(out, element);
                out.append(',');
            });
            out.append(']');
        } else if (node.isNumber()) {
            out.append(node.decimalValue().stripTrailingZeros());
        } else {
            out.append(Json.write(node));
        }
    }
}
