package io.llmp.batch.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.input.InputOptions;
import io.llmp.batch.input.parquet.ParquetFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The sample dataset is what its generator makes, and has in it what a sample needs. */
class ReviewsSampleTest {

    private static final Path SAMPLE = Path.of("sample-data", "reviews.parquet");

    @TempDir
    Path directory;

    @Test
    void isWhatTheGeneratorMakes() throws Exception {
        Path again = directory.resolve("reviews.parquet");
        ReviewsSample.write(again);

        assertThat(ParquetFiles.read(SAMPLE)).isEqualTo(ParquetFiles.read(again));
        assertThat(ParquetFiles.format().schema(SAMPLE, InputOptions.DEFAULT))
                .isEqualTo(ParquetFiles.format().schema(again, InputOptions.DEFAULT));
    }

    @Test
    void holdsAThousandDifferentReviews() throws Exception {
        List<ObjectNode> rows = ParquetFiles.read(SAMPLE);

        assertThat(rows).hasSize(1_000);
        assertThat(rows).extracting(row -> row.get("review_id").stringValue()).doesNotHaveDuplicates();
        assertThat(rows).extracting(row -> row.get("text").stringValue()).doesNotHaveDuplicates();
        for (String column : List.of("title", "stars", "tags", "helpful_votes")) {
            assertThat(rows)
                    .as(column)
                    .anyMatch(row -> row.get(column).isNull())
                    .anyMatch(row -> !row.get(column).isNull());
        }
    }
}
