package io.llmp.batch.template;

import io.llmp.batch.schema.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(canonical.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
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
