package io.llmp.batch.input.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;

/** Times as ISO 8601 text, seconds always included. */
final class JsonTimes {

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final int JULIAN_DAY_OF_EPOCH = 2_440_588;

    private JsonTimes() {}

    /** Returns a time of day; throws an unchecked exception when {@code value} is more than a day, or negative. */
    static String ofDay(long value, TimeUnit unit) {
        long nanos = Math.multiplyExact(value, NANOS_PER_SECOND / perSecond(unit));
        return DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.ofNanoOfDay(nanos));
    }

    static String timestamp(long value, TimestampLogicalTypeAnnotation meaning) {
        Instant instant = instant(value, meaning.getUnit());
        return meaning.isAdjustedToUTC()
                ? instant.toString()
                : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    }

    /** Reads the timestamps of old Hive, Impala and Spark: nanoseconds of the day, then the Julian day. */
    static String int96(Binary value) {
        ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        long nanos = bytes.getLong();
        long day = (long) bytes.getInt() - JULIAN_DAY_OF_EPOCH;
        return Instant.ofEpochSecond(day * SECONDS_PER_DAY, nanos).toString();
    }

    private static Instant instant(long value, TimeUnit unit) {
        long perSecond = perSecond(unit);
        long nanos = Math.floorMod(value, perSecond) * (NANOS_PER_SECOND / perSecond);
        return Instant.ofEpochSecond(Math.floorDiv(value, perSecond), nanos);
    }

    private static long perSecond(TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> 1_000;
            case MICROS -> 1_000_000;
            case NANOS -> NANOS_PER_SECOND;
        };
    }
}
