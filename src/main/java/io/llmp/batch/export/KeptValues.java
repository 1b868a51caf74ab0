package io.llmp.batch.export;

import java.util.List;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the values that a record keeps as JSON, every number as it was written: decimals with all their digits, and a
 * negative zero, which decimals do not have, as a double.
 */
final class KeptValues {

    private static final JsonMapper DECIMALS = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final JsonMapper DOUBLES = JsonMapper.shared();

    private KeptValues() {}

    static ObjectNode of(String json) {
        JsonNode exact = DECIMALS.readTree(json);
        return (ObjectNode) (mayHaveOne(json) ? withNegativeZeros(exact, DOUBLES.readTree(json)) : exact);
    }

    /** Also true of texts, and of numbers near zero, where it only costs time. */
    private static boolean mayHaveOne(String json) {
        return json.contains("-0.") || json.contains("-0e") || json.contains("-0E");
    }

    private static JsonNode withNegativeZeros(JsonNode exact, JsonNode doubles) {
        if (exact instanceof ObjectNode object) {
            for (String name : List.copyOf(object.propertyNames())) {
                object.set(name, withNegativeZeros(object.required(name), doubles.required(name)));
            }
            return object;
        }
        if (exact instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, withNegativeZeros(array.get(i), doubles.required(i)));
            }
            return array;
        }
        // A number may be so near zero that it is none as a double alone.
        boolean isZero = exact.isFloatingPointNumber() && exact.decimalValue().signum() == 0;
        return isZero && Double.doubleToRawLongBits(doubles.doubleValue()) == Long.MIN_VALUE ? doubles : exact;
    }
}
