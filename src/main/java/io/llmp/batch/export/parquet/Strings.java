package io.llmp.batch.export.parquet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import tools.jackson.databind.JsonNode;

/** Columns of text: what a column is that has no other type. */
final class Strings {

    private Strings() {}

    static Type type(String name) {
        return type(Repetition.OPTIONAL, name);
    }

    static Type type(Repetition repetition, String name) {
        return Types.primitive(PrimitiveTypeName.BINARY, repetition)
                .as(LogicalTypeAnnotation.stringType())
                .named(name);
    }

    /** Encodes any text. The library's own way throws on half a surrogate pair, which a model can well produce. */
    static Binary binary(String text) {
        return Binary.fromConstantByteArray(text.getBytes(StandardCharsets.UTF_8));
    }

    static Binary uuid(String text) {
        UUID uuid = UUID.fromString(text);
        ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES);
        bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
        return Binary.fromConstantByteArray(bytes.array());
    }

    static void writeJson(JsonNode value, RecordConsumer out) {
        out.addBinary(binary(value.toString()));
    }

    static void writeTextOrJson(JsonNode value, RecordConsumer out) {
        out.addBinary(textOrJson(value));
    }

    static Binary textOrJson(JsonNode value) {
        return binary(value.isString() ? value.stringValue() : value.toString());
    }
}
