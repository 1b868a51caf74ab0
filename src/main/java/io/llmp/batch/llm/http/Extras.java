package io.llmp.batch.llm.http;

import io.llmp.batch.llm.Dialect;
import io.llmp.batch.template.ModelSettings;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Adds what configuration and template want in a body beyond what the protocol puts there. */
public final class Extras {

    private Extras() {}

    /**
     * Adds the server's fields to {@code body}, then the template's. One that is there already gives way, unless both are
     * objects: then their members are joined.
     */
    public static void add(ObjectNode body, Dialect dialect, ModelSettings settings) {
        merge(body, dialect.extra());
        merge(body, settings.extra());
    }

    private static void merge(ObjectNode into, @Nullable ObjectNode more) {
        if (more == null) {
            return;
        }
        for (var member : more.properties()) {
            JsonNode there = into.get(member.getKey());
            if (there instanceof ObjectNode object && member.getValue() instanceof ObjectNode joined) {
                merge(object, joined);
            } else {
                into.set(member.getKey(), member.getValue().deepCopy());
            }
        }
    }
}
