package io.llmp.batch.export.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;

/** Times from ISO 8601 text; an unchecked exception for those finer or further away than a type can hold. */
final class IsoTimes {

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final int JULIAN_DAY_OF_EPOCH = 2_440_588;
    private static final int INT96_BYTES = 12;

    private IsoTimes() {}

    /** Returns days since 1970. */
    static long date(String text) {
        return LocalDate.parse(text).toEpochDay();
    }

    static long ofDay(String text, TimeUnit unit) {
        return exactDivide(LocalTime.parse(text).toNanoOfDay(), NANOS_PER_SECOND / perSecond(unit));
    }

    static long timestamp(String text, TimestampLogicalTypeAnnotation meaning) {
        Instant instant = meaning.isAdjustedToUTC()
                ? Instant.parse(text)
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        long perSecond = perSecond(meaning.getUnit());
        long fraction = exactDivide(instant.getNano(), NANOS_PER_SECOND / perSecond);
        return sinceEpoch(instant.getEpochSecond(), fraction, perSecond);
    }

    /** Counts towards zero, so that the earliest times do not overflow on the way. */
    private static long sinceEpoch(long seconds, long fraction, long perSecond) {
        return seconds < 0 && fraction > 0
                ? Math.addExact(Math.multiplyExact(seconds + 1, perSecond), fraction - perSecond)
                : Math.addExact(Math.multiplyExact(seconds, perSecond), fraction);
    }

    /** Writes nanoseconds of the day, then the Julian day, as old Hive, Impala and Spark do. */
    static Binary int96(String text) {
        Instant instant = Instant.parse(text);
        long day = Math.floorDiv(instant.getEpochSecond(), SECONDS_PER_DAY);
        long second = Math.floorMod(instant.getEpochSecond(), SECONDS_PER_DAY);
        ByteBuffer bytes = ByteBuffer.allocate(INT96_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(second * NANOS_PER_SECOND + instant.getNano());
        bytes.putInt(Math.toIntExact(day + JULIAN_DAY_OF_EPOCH));
        return Binary.fromConstantByteArray(bytes.array());
    }

    private static long exactDivide(long nanos, long divisor) {
        if (nanos % divisor != 0) {
            throw new ArithmeticException("finer than the type");
        }
        return nanos / divisor;
    }

    private static long perSecond(TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> 1_000;
            case MICROS -> 1_000_000;
            case NANOS -> NANOS_PER_SECOND;
        };
    }
}
