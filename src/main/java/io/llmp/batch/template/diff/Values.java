package io.llmp.batch.template.diff;

import tools.jackson.databind.JsonNode;

/** JSON values by their meaning: numbers by their value, objects whatever the order of their members. */
final class Values {

    private static final int LONGEST = 80;

    private Values() {}

    static boolean same(JsonNode a, JsonNode b) {
        return a.equals(Values::compare, b);
    }

    private static int compare(JsonNode a, JsonNode b) {
        if (a.equals(b)) {
            return 0;
        }
        return a.isNumber() && b.isNumber() ? a.decimalValue().compareTo(b.decimalValue()) : 1;
    }

    /** Returns the value for a sentence: as JSON, numbers without needless digits, cut when it is long. */
    static String text(JsonNode value) {
        String text =
                value.isNumber() ? value.decimalValue().stripTrailingZeros().toPlainString() : value.toString();
        return text.length() > LONGEST ? text.substring(0, LONGEST - 1) + "…" : text;
    }

    /** Returns JSON Schema's name of the value's type. */
    static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "array";
            case BOOLEAN -> "boolean";
            case NULL -> "null";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case STRING -> "string";
            default -> "object";
        };
    }
}
