package io.llmp.batch.input.columns;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds columns whose values have a meaning that their JSON form does not show: a model would be sent Base64. */
public final class OpaqueColumns {

    private static final Set<String> SHAPES = Set.of("GEOMETRY", "GEOGRAPHY");

    private OpaqueColumns() {}

    /** Returns a warning for each of the columns in {@code used}. */
    public static List<String> warnings(RowSchema schema, Set<String> used) {
        List<String> warnings = new ArrayList<>();
        if (schema.avro() != null) {
            for (JsonNode field : JsonMapper.shared().readTree(schema.avro()).path("fields")) {
                String column = RowSchema.column(field);
                String kind = kind(MergedType.plain(field.path("type")));
                if (used.contains(column) && !kind.isEmpty()) {
                    warnings.add("The template uses column " + column + ", which holds " + kind
                            + "; the model is sent the bytes as Base64.");
                }
            }
        }
        return warnings;
    }

    private static String kind(JsonNode type) {
        String parquet = type.path("parquet").asString("");
        return switch (type.path("logicalType").asString("")) {
            case "variant" -> "values of the type VARIANT";
            case "duration" -> "values of the type INTERVAL";
            default -> SHAPES.contains(parquet) ? "values of the type " + parquet : "";
        };
    }
}
