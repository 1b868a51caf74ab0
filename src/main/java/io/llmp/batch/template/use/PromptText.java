package io.llmp.batch.template.use;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Mustache.VariableFetcher;
import com.samskivert.mustache.Template;
import io.llmp.batch.schema.Json;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A prompt made ready once and filled for every row. Nothing is escaped; what a row lacks is empty; numbers, objects and
 * arrays stand as JSON writes them. An empty text does not open a section, zero does. Safe for use by many threads.
 */
public final class PromptText {

    private final Template template;

    public PromptText(String prompt) {
        template = Mustache.compiler()
                .escapeHTML(false)
                .defaultValue("")
                .emptyStringIsFalse(true)
                .withCollector(new TreeCollector())
                .withFormatter(value -> value instanceof JsonNode node ? Json.write(node) : value.toString())
                .compile(prompt);
    }

    String fill(ObjectNode row) {
        return template.execute(row);
    }

    /** Walks JSON trees, and only them: the library's own collector would call any method a tag names. */
    private static final class TreeCollector implements Mustache.Collector {

        @Override
        public @Nullable Iterator<?> toIterator(Object value) {
            if (value instanceof ArrayNode array) {
                return array.values().stream().map(TreeCollector::plain).iterator();
            }
            // What the library takes for a section that is not there.
            return value instanceof List<?> list ? list.iterator() : null;
        }

        @Override
        public @Nullable VariableFetcher createFetcher(Object context, String name) {
            return context instanceof ObjectNode ? TreeCollector::member : null;
        }

        @Override
        public <K, V> Map<K, V> createFetcherCache() {
            return new ConcurrentHashMap<>();
        }

        private static @Nullable Object member(Object context, String name) {
            JsonNode value = ((ObjectNode) context).get(name);
            return value == null ? Template.NO_FETCHER_FOUND : plain(value);
        }

        private static @Nullable Object plain(JsonNode value) {
            return switch (value.getNodeType()) {
                case NULL -> null;
                case BOOLEAN -> value.booleanValue();
                case STRING -> value.stringValue();
                default -> value;
            };
        }
    }
}
