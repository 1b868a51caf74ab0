package io.llmp.batch.template.diff;

import io.llmp.batch.schema.SchemaShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares two versions of a schema by what they mean for rows and for readers of the output. Looks through local
 * references. What it cannot tell, it calls breaking.
 */
final class SchemaDiff {

    /** References can make a schema of a few lines stand in a billion places. */
    private static final int MOST_CHANGES = 1_000;

    private final SchemaSide side;
    private final ObjectNode fromRoot;
    private final ObjectNode toRoot;
    private final List<Change.Schema> changes = new ArrayList<>();
    private final Set<List<JsonNode>> under = new LinkedHashSet<>();
    private final Set<List<JsonNode>> unchanged = new HashSet<>();

    private SchemaDiff(SchemaSide side, ObjectNode from, ObjectNode to) {
        this.side = side;
        this.fromRoot = from;
        this.toRoot = to;
    }

    /** Returns what changed from one schema to another; nothing when they mean the same. */
    static List<Change.Schema> between(SchemaSide side, ObjectNode from, ObjectNode to) {
        SchemaDiff diff = new SchemaDiff(side, from, to);
        diff.compare("", from, to);
        if (diff.changes.size() >= MOST_CHANGES) {
            diff.changes.add(side.breaking("", "and more than is listed here", "what is not listed may be breaking"));
        }
        return diff.changes;
    }

    private void compare(String path, JsonNode from, JsonNode to) {
        JsonNode former = resolved(fromRoot, from);
        JsonNode present = resolved(toRoot, to);
        List<JsonNode> pair = List.of(former, present);
        if (!former.isObject() || !present.isObject()) {
            if (!Values.same(former, present)) {
                changes.add(side.change(path, Effect.OTHER, "the schema is another"));
            }
        } else if (changes.size() < MOST_CHANGES && !unchanged.contains(pair) && under.add(pair)) {
            // Schemas that contain themselves are compared once on the way down.
            int before = changes.size();
            changes.addAll(new KeywordDiff(side, path, former, present).changes());
            properties(path, former, present);
            elements(path, former, present);
            under.remove(pair);
            if (changes.size() == before) {
                unchanged.add(pair);
            }
        }
    }

    private static JsonNode resolved(ObjectNode root, JsonNode schema) {
        JsonNode resolved = schema;
        Set<String> followed = new LinkedHashSet<>();
        while (followed.add(resolved.path("$ref").asString(""))) {
            JsonNode target = SchemaShape.target(root, resolved.path("$ref").asString(""));
            if (target.isMissingNode()) {
                return resolved;
            }
            resolved = target;
        }
        return resolved;
    }

    private void properties(String path, JsonNode from, JsonNode to) {
        JsonNode former = from.path("properties");
        JsonNode present = to.path("properties");
        for (String name : former.propertyNames()) {
            if (present.has(name)) {
                required(child(path, name), isRequired(from, name), isRequired(to, name));
                compare(child(path, name), former.path(name), present.path(name));
            } else {
                changes.add(removed(child(path, name)));
            }
        }
        for (String name : present.propertyNames()) {
            if (!former.has(name)) {
                changes.add(added(child(path, name), isRequired(to, name)));
            }
        }
    }

    private Change.Schema removed(String path) {
        return side == SchemaSide.OUTPUT
                ? side.breaking(path, "removed", "readers miss it")
                : side.compatible(path, "removed; it is no longer given to the model");
    }

    private Change.Schema added(String path, boolean required) {
        return side == SchemaSide.INPUT && required
                ? side.breaking(path, "added, and required", "rows without it are refused")
                : side.compatible(path, "added" + (required ? ", in every answer" : ""));
    }

    private void required(String path, boolean former, boolean present) {
        if (former && !present) {
            changes.add(
                    side == SchemaSide.INPUT
                            ? side.compatible(path, "no longer required")
                            : side.breaking(path, "no longer required", "readers may miss it"));
        } else if (present && !former) {
            changes.add(
                    side == SchemaSide.INPUT
                            ? side.breaking(path, "required now", "rows without it are refused")
                            : side.compatible(path, "required now"));
        }
    }

    private void elements(String path, JsonNode from, JsonNode to) {
        JsonNode former = from.path("items");
        JsonNode present = to.path("items");
        if (former.isObject() && present.isObject()) {
            compare(path + "[]", former, present);
        }
    }

    private static boolean isRequired(JsonNode schema, String name) {
        return schema.path("required")
                .valueStream()
                .anyMatch(each -> each.asString("").equals(name));
    }

    private static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
