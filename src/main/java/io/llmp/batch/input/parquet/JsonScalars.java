package io.llmp.batch.input.parquet;

import java.nio.BufferUnderflowException;
import java.time.DateTimeException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.PrimitiveType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.NullNode;

/** Takes a column's values as they are stored and hands them on in JSON form. */
final class JsonScalars {

    private JsonScalars() {}

    static PrimitiveConverter converter(PrimitiveType type, FieldPlace place, Consumer<JsonNode> sink) {
        JsonValues values = new JsonValues(type.getLogicalTypeAnnotation());
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> new Booleans(sink);
            case INT32 -> new Ints(values.ints(), place, sink);
            case INT64 -> new Longs(values.longs(), place, sink);
            case FLOAT -> new Floats(sink);
            case DOUBLE -> new Doubles(sink);
            case INT96 -> new Binaries(JsonValues::int96, place, sink);
            case BINARY, FIXED_LEN_BYTE_ARRAY -> new Binaries(values.binaries(), place, sink);
        };
    }

    /** Returns a value, or null after noting that there is none: a row whose value cannot be read is no reason to end a run. */
    private static JsonNode readable(Supplier<JsonNode> value, FieldPlace place) {
        try {
            return value.get();
        } catch (UnreadableValue e) {
            place.unreadable(String.valueOf(e.getMessage()));
        } catch (ArithmeticException | BufferUnderflowException | DateTimeException | IllegalArgumentException e) {
            place.unreadable("a value that its type does not allow");
        }
        return NullNode.instance;
    }

    private static final class Booleans extends PrimitiveConverter {

        private final Consumer<JsonNode> sink;

        Booleans(Consumer<JsonNode> sink) {
            this.sink = sink;
        }

        @Override
        public void addBoolean(boolean value) {
            sink.accept(BooleanNode.valueOf(value));
        }
    }

    private static final class Ints extends PrimitiveConverter {

        private final IntFunction<JsonNode> form;
        private final FieldPlace place;
        private final Consumer<JsonNode> sink;

        Ints(IntFunction<JsonNode> form, FieldPlace place, Consumer<JsonNode> sink) {
            this.form = form;
            this.place = place;
            this.sink = sink;
        }

        @Override
        public void addInt(int value) {
            sink.accept(readable(() -> form.apply(value), place));
        }
    }

    private static final class Longs extends PrimitiveConverter {

        private final LongFunction<JsonNode> form;
        private final FieldPlace place;
        private final Consumer<JsonNode> sink;

        Longs(LongFunction<JsonNode> form, FieldPlace place, Consumer<JsonNode> sink) {
            this.form = form;
            this.place = place;
            this.sink = sink;
        }

        @Override
        public void addLong(long value) {
            sink.accept(readable(() -> form.apply(value), place));
        }
    }

    private static final class Floats extends PrimitiveConverter {

        private final Consumer<JsonNode> sink;

        Floats(Consumer<JsonNode> sink) {
            this.sink = sink;
        }

        @Override
        public void addFloat(float value) {
            sink.accept(JsonValues.number(value));
        }
    }

    private static final class Doubles extends PrimitiveConverter {

        private final Consumer<JsonNode> sink;

        Doubles(Consumer<JsonNode> sink) {
            this.sink = sink;
        }

        @Override
        public void addDouble(double value) {
            sink.accept(JsonValues.number(value));
        }
    }

    /** Bytes of variable or fixed length. */
    private static final class Binaries extends PrimitiveConverter {

        private final Function<Binary, JsonNode> form;
        private final FieldPlace place;
        private final Consumer<JsonNode> sink;

        Binaries(Function<Binary, JsonNode> form, FieldPlace place, Consumer<JsonNode> sink) {
            this.form = form;
            this.place = place;
            this.sink = sink;
        }

        @Override
        public void addBinary(Binary value) {
            sink.accept(readable(() -> form.apply(value), place));
        }
    }
}
