package io.llmp.batch.simulator.request;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what requests of all styles have in common. */
public final class RequestParts {

    private RequestParts() {}

    public static String model(JsonNode root) {
        String model = root.path("model").asString("");
        if (model.isEmpty()) {
            throw missing("model");
        }
        if (root.path("stream").asBoolean(false)) {
            throw new RejectedRequest(Problem.badRequest("The simulator does not stream.", "stream"));
        }
        return model;
    }

    /** Returns the text of a message: a string, or that of its parts. */
    public static String text(JsonNode content) {
        if (!content.isArray()) {
            return content.asString("");
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            text.append(partText(part));
        }
        return text.toString();
    }

    private static String partText(JsonNode part) {
        return switch (part.path("type").asString("text")) {
            case "tool_use" -> part.path("input").toString();
            case "tool_result" -> text(part.path("content"));
            default -> part.path("text").asString("");
        };
    }

    /**
     * Returns a bound on a number of tokens; the largest there is when it is not given.
     *
     * @throws RejectedRequest when it is below 1
     */
    public static int bound(@Nullable JsonNode value, String param) {
        if (value == null || value.isNull()) {
            return Integer.MAX_VALUE;
        }
        if (!value.isIntegralNumber() || value.asLong() < 1) {
            throw new RejectedRequest(Problem.badRequest(
                    "Invalid value for '" + param + "': expected a whole number of at least 1.", param));
        }
        return (int) Math.min(Integer.MAX_VALUE, value.asLong());
    }

    /**
     * Returns a schema, or null when there is none.
     *
     * @throws RejectedRequest when it is no object
     */
    public static @Nullable JsonNode schema(boolean wanted, JsonNode schema, String param) {
        if (wanted && !schema.isObject()) {
            throw missing(param);
        }
        return wanted ? schema : null;
    }

    public static RejectedRequest missing(String param) {
        return new RejectedRequest(
                new Problem(Problem.Kind.MISSING_PARAMETER, "Missing required parameter: '" + param + "'.", param));
    }
}
