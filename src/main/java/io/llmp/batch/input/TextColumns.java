package io.llmp.batch.input;

import io.llmp.batch.input.columns.MergedType;
import io.llmp.batch.input.columns.RowSchema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds the columns of bytes that hold text, by the first rows. */
final class TextColumns {

    private static final int ROWS = 200;

    private TextColumns() {}

    /** Returns those of {@code wanted} that are plain bytes and UTF-8 in the first rows that have a value. */
    static Set<String> in(FileDataset dataset, Set<String> wanted) throws IOException {
        Set<String> bytes = columnsOfBytes(dataset.schema());
        bytes.retainAll(wanted);
        if (bytes.isEmpty()) {
            return Set.of();
        }
        Set<String> seen = new HashSet<>();
        Set<String> others = new HashSet<>();
        dataset.forFirst(
                ROWS,
                item -> bytes.forEach(column -> {
                    JsonNode value = item.values().path(column);
                    if (value.isString()) {
                        (isUtf8(value.stringValue()) ? seen : others).add(column);
                    }
                }));
        seen.removeAll(others);
        return seen;
    }

    private static Set<String> columnsOfBytes(RowSchema schema) {
        Set<String> columns = new HashSet<>();
        if (schema.avro() != null) {
            for (JsonNode field : JsonMapper.shared().readTree(schema.avro()).path("fields")) {
                JsonNode plain = MergedType.plain(field.path("type"));
                if (plain.isString() && plain.stringValue().equals("bytes")) {
                    columns.add(RowSchema.column(field));
                }
            }
        }
        return columns;
    }

    private static boolean isUtf8(String base64) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(base64)));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
