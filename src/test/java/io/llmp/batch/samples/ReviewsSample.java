package io.llmp.batch.samples;

import io.llmp.batch.samples.Reviews.Review;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Writes {@code sample-data/reviews.parquet}: made-up product reviews with nested, repeated and missing values. */
final class ReviewsSample {

    static final int ROWS = 1_000;

    private static final int ROWS_IN_A_PAGE = 250;
    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType("""
            message review {
              required binary review_id (STRING);
              required group product {
                required binary sku (STRING);
                required binary name (STRING);
                required binary category (STRING);
              }
              optional binary title (STRING);
              required binary text (STRING);
              optional int32 stars;
              optional group tags (LIST) { repeated group list { required binary element (STRING); } }
              required boolean verified;
              required int64 price (DECIMAL(10,2));
              required int64 reviewed_at (TIMESTAMP(MILLIS,true));
              optional int64 helpful_votes;
            }
            """);

    private ReviewsSample() {}

    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        write(file);
        System.out.println(file + ": " + ROWS + " reviews");
    }

    /** Writes {@code file} anew. */
    static void write(Path file) throws IOException {
        Files.deleteIfExists(file);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withType(SCHEMA)
                .withConf(new PlainParquetConfiguration())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withPageRowCountLimit(ROWS_IN_A_PAGE)
                .build()) {
            for (Review review : Reviews.generate(ROWS)) {
                writer.write(row(review));
            }
        }
    }

    private static Group row(Review review) {
        Group row = new SimpleGroup(SCHEMA);
        row.add("review_id", review.id());
        row.addGroup("product")
                .append("sku", review.product().sku())
                .append("name", review.product().name())
                .append("category", review.product().category());
        if (review.title() != null) {
            row.add("title", review.title());
        }
        row.add("text", review.text());
        if (review.stars() != null) {
            row.add("stars", review.stars());
        }
        if (review.tags() != null) {
            Group tags = row.addGroup("tags");
            review.tags().forEach(tag -> tags.addGroup("list").add("element", tag));
        }
        row.add("verified", review.verified());
        row.add("price", review.price().unscaledValue().longValueExact());
        row.add("reviewed_at", review.reviewedAt().toEpochMilli());
        if (review.helpfulVotes() != null) {
            row.add("helpful_votes", review.helpfulVotes());
        }
        return row;
    }
}
