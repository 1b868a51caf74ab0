package io.llmp.batch.input.parquet;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** Random rows of any schema, within what its types mean. */
final class RandomRows {

    private static final String[] TEXTS = {
        "", " ", "a", "a\"b\"", "line\nbreak\r\n", "Größe", "😀", "\u0000", "NULL", "\uFFFD", "{}", "x".repeat(300)
    };
    private static final double[] REALS = {
        0.0,
        -0.0,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        0.1
    };
    private static final int JULIAN_DAY_OF_EPOCH = 2_440_588;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final int DAYS_TO_9999 = 2_932_896;
    private static final int DAYS_FROM_0001 = 719_162;

    private final Random random;

    RandomRows(long seed) {
        this.random = new Random(seed);
    }

    Group next(MessageType schema) {
        Group row = new SimpleGroup(schema);
        fill(row, schema);
        return row;
    }

    private void fill(Group group, GroupType type) {
        for (Type field : type.getFields()) {
            for (int i = 0; i < count(field); i++) {
                add(group, field);
            }
        }
    }

    private int count(Type field) {
        return switch (field.getRepetition()) {
            case REQUIRED -> 1;
            case OPTIONAL -> random.nextInt(4) == 0 ? 0 : 1;
            case REPEATED -> random.nextInt(4);
        };
    }

    private void add(Group group, Type field) {
        if (!field.isPrimitive()) {
            Group nested = group.addGroup(field.getName());
            fill(nested, field.asGroupType());
            return;
        }
        PrimitiveType type = field.asPrimitiveType();
        String name = field.getName();
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> group.add(name, random.nextBoolean());
            case INT32 -> group.add(name, (int) whole(meaning, Integer.SIZE));
            case INT64 -> group.add(name, whole(meaning, Long.SIZE));
            case FLOAT -> group.add(name, (float) real());
            case DOUBLE -> group.add(name, real());
            case INT96 -> group.add(name, int96());
            case BINARY, FIXED_LEN_BYTE_ARRAY -> group.add(name, Binary.fromConstantByteArray(bytes(type, meaning)));
        }
    }

    private double real() {
        return random.nextInt(3) == 0 ? REALS[random.nextInt(REALS.length)] : random.nextGaussian() * 1e6;
    }

    private long whole(LogicalTypeAnnotation meaning, int bits) {
        if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            return digits(decimal.getPrecision()).longValueExact();
        }
        if (meaning instanceof DateLogicalTypeAnnotation) {
            return day();
        }
        if (meaning instanceof TimeLogicalTypeAnnotation time) {
            return nextLong(SECONDS_PER_DAY * perSecond(time.getUnit()));
        }
        if (meaning instanceof TimestampLogicalTypeAnnotation timestamp) {
            long seconds =
                    timestamp.getUnit() == TimeUnit.NANOS ? (1L << 32) - nextLong(1L << 33) : day() * SECONDS_PER_DAY;
            return seconds * perSecond(timestamp.getUnit()) + nextLong(perSecond(timestamp.getUnit()));
        }
        if (meaning instanceof IntLogicalTypeAnnotation integer && integer.getBitWidth() < bits) {
            long value = random.nextLong() >>> (Long.SIZE - integer.getBitWidth());
            return integer.isSigned() ? value - (1L << (integer.getBitWidth() - 1)) : value;
        }
        return random.nextInt(4) == 0 ? Long.MIN_VALUE >> (Long.SIZE - bits) : random.nextLong();
    }

    private long day() {
        return nextLong(DAYS_TO_9999 + DAYS_FROM_0001) - DAYS_FROM_0001;
    }

    private long nextLong(long bound) {
        return Math.floorMod(random.nextLong(), bound);
    }

    private static long perSecond(TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> 1_000;
            case MICROS -> 1_000_000;
            case NANOS -> 1_000_000_000;
        };
    }

    private BigInteger digits(int precision) {
        BigInteger number = new BigInteger(precision * 3, random);
        return random.nextBoolean() ? number.negate() : number;
    }

    private Binary int96() {
        ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(nextLong(SECONDS_PER_DAY * 1_000_000) * 1_000)
                .putInt(JULIAN_DAY_OF_EPOCH + random.nextInt(40_000) - 20_000);
        return Binary.fromConstantByteArray(bytes.array());
    }

    private byte[] bytes(PrimitiveType type, LogicalTypeAnnotation meaning) {
        boolean fixed = type.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
        if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            byte[] digits = digits(decimal.getPrecision()).toByteArray();
            return fixed ? extended(digits, type.getTypeLength()) : digits;
        }
        if (meaning instanceof JsonLogicalTypeAnnotation) {
            return Binary.fromString("{\"a\":[" + random.nextInt() + "]}").getBytes();
        }
        if (meaning instanceof Float16LogicalTypeAnnotation) {
            return new byte[] {(byte) random.nextInt(), (byte) (random.nextInt() & 0xbb)};
        }
        if (fixed || meaning == null || meaning instanceof UUIDLogicalTypeAnnotation) {
            byte[] bytes = new byte[fixed ? type.getTypeLength() : random.nextInt(20)];
            random.nextBytes(bytes);
            return bytes;
        }
        // Keys of a map are different: readers differ in what they make of equal ones.
        String text = TEXTS[random.nextInt(TEXTS.length)];
        return Binary.fromString(text + (type.getName().equals("key") ? random.nextLong() : ""))
                .getBytes();
    }

    private static byte[] extended(byte[] digits, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) (digits[0] < 0 ? -1 : 0));
        System.arraycopy(digits, 0, bytes, length - digits.length, digits.length);
        return bytes;
    }
}
