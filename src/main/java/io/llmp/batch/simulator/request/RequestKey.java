package io.llmp.batch.simulator.request;

import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reduces a request to 64 bits that do not depend on its layout, the order of its keys, or who sent it. */
public final class RequestKey {

    private static final Set<String> WITHOUT_MEANING =
            Set.of("user", "metadata", "store", "stream", "service_tier", "safety_identifier", "prompt_cache_key");

    private RequestKey() {}

    public static long of(JsonNode request) {
        long key = 0;
        for (Map.Entry<String, JsonNode> property : request.properties()) {
            if (!WITHOUT_MEANING.contains(property.getKey())) {
                key += of(property);
            }
        }
        return Draw.mix(key);
    }

    public static long of(String text) {
        long key = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            key = (key ^ text.charAt(i)) * 0x100000001B3L;
        }
        return Draw.mix(key);
    }

    private static long of(Map.Entry<String, JsonNode> property) {
        return Draw.mix(of(property.getKey()), ofValue(property.getValue()));
    }

    private static long ofValue(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> {
                long key = 1;
                // A sum, since the order of the properties means nothing.
                for (Map.Entry<String, JsonNode> property : value.properties()) {
                    key += of(property);
                }
                yield Draw.mix(key);
            }
            case ARRAY -> {
                long key = 2;
                for (JsonNode element : value) {
                    key = Draw.mix(key, ofValue(element));
                }
                yield key;
            }
            case NUMBER -> Draw.mix(Double.doubleToLongBits(value.asDouble()));
            case STRING -> of(value.asString());
            default -> value.toString().hashCode();
        };
    }
}
