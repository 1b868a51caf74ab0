package io.llmp.batch.run.spec;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.RunId;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Specs as JSON. Each field is written, also without a value, and a field that is missing or unknown is refused: what a version
 * does not know may be what the user cares about.
 */
final class RunSpecJson {

    /** Counts the sets of fields there have been, from 1. */
    static final int FORMAT = 1;

    private static final String FORMAT_FIELD = "format";

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private RunSpecJson() {}

    static String write(RunSpec spec) {
        ObjectNode fields = JSON.createObjectNode().put(FORMAT_FIELD, FORMAT);
        fields.setAll(JSON.<ObjectNode>valueToTree(spec));
        return JSON.writeValueAsString(fields);
    }

    /**
     * Reads the spec of {@code run}.
     *
     * @throws ProblemException when another version wrote it, or it is damaged
     */
    static RunSpec read(String text, RunId run) {
        try {
            JsonNode tree = JSON.readTree(text);
            int format = tree.path(FORMAT_FIELD).asInt(0);
            if (format > FORMAT) {
                throw ProblemException.invalid(
                        "The spec of run " + run + " has format " + format
                                + ", and this version of LLMP Batch reads format " + FORMAT + ".",
                        "Use a newer version.");
            }
            if (format != FORMAT || !(tree instanceof ObjectNode fields)) {
                throw unreadable(run, new IllegalArgumentException("format must be at least 1 but was " + format));
            }
            fields.remove(FORMAT_FIELD);
            return JSON.treeToValue(fields, RunSpec.class);
        } catch (UnrecognizedPropertyException e) {
            throw ProblemException.invalid(
                    "The spec of run " + run + " has the field '" + path(e)
                            + "', which this version of LLMP Batch does not know.",
                    "Use a newer version, or run the run's command again to continue.",
                    e);
        } catch (JacksonException e) {
            throw unreadable(run, e);
        }
    }

    private static String path(UnrecognizedPropertyException e) {
        return e.getPath().stream()
                .map(JacksonException.Reference::getPropertyName)
                .collect(Collectors.joining("."));
    }

    private static ProblemException unreadable(RunId run, RuntimeException cause) {
        return ProblemException.failed(
                "The stored spec of run " + run + " cannot be read.", "Run its command again to continue.", cause);
    }
}
