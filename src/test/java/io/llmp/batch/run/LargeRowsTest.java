package io.llmp.batch.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.SkipReason;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rows beside which the embedded database's cache of 24 MB is small. */
@Timeout(300)
class LargeRowsTest {

    private static final int MB = 1 << 20;

    @TempDir
    private Path directory;

    @Test
    void valuesThatTheTemplateDoesNotUseMayBeOfAnySize() throws Exception {
        try (Engine engine = new Engine(directory, 0)) {
            List<String> blobs = IntStream.range(0, 12)
                    .mapToObj(row -> Character.toString('a' + row).repeat(row % 5 == 0 ? 3 * MB : row))
                    .toList();
            engine.lines(lines(blobs));
            RunResult report = engine.launch();
            assertThat(report.run().counts().succeeded()).isEqualTo(12);
            assertThat(engine.outputRows())
                    .as("whole values in the output")
                    .isEqualTo(IntStream.range(0, 12)
                            .mapToObj(row -> row + "," + blobs.get(row) + ",sales,SUCCEEDED,")
                            .toList());
            assertThat(engine.records(report.run()))
                    .extracting(JobRecord::input)
                    .startsWith("{\"id\":\"0\",\"llmp_left_out\":{\"blob\":3145730}}", "{\"id\":\"1\",\"blob\":\"b\"}");
        }
    }

    @Test
    void manyRowsThatFillTheDatabasesCacheTogetherAreAllKept() throws Exception {
        try (Engine engine = new Engine(directory, 0)) {
            engine.lines(lines(IntStream.range(0, 40)
                    .mapToObj(row -> "\u20ac".repeat(MB / 4))
                    .toList()));
            assertThat(engine.launch().run().counts().succeeded()).isEqualTo(40);
            assertThat(engine.outputRows()).hasSize(40);
        }
    }

    @Test
    void aRowThatIsTooLargeToBeKeptIsSkippedBeforeItsCallAndNoOther() throws Exception {
        try (Engine engine = new Engine(directory, 0)) {
            String large = "7".repeat(3 * MB);
            engine.lines(List.of("id", "1", large, "3"));
            RunResult report = engine.launch();
            assertThat(report.run().status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(engine.asked).containsExactlyInAnyOrder("1", "3");
            assertThat(engine.records(report.run()).get(1).outcome())
                    .isEqualTo(
                            new Outcome.Skipped(
                                    SkipReason.INVALID_INPUT,
                                    "Column 'id' holds 3,145,730 bytes; what the template uses of a row may hold 2,097,152 in all."));
            assertThat(engine.outputRows())
                    .containsExactly("1,sales,SUCCEEDED,", large + ",,SKIPPED,INVALID_INPUT", "3,sales,SUCCEEDED,");
        }
    }

    @Test
    void aMalformedRowOfAnySizeIsASkip() throws Exception {
        try (Engine engine = new Engine(directory, 0)) {
            String large = "\u0001".repeat(2 * MB);
            engine.lines(List.of("id,blob", "1,x", "2," + large + ",too many", "3,y"));
            RunResult report = engine.launch();
            assertThat(report.run().counts().succeeded()).isEqualTo(2);
            assertThat(report.run().counts().skipped()).isEqualTo(1);
            assertThat(engine.outputRows().get(1)).isEqualTo("2," + large + ",,SKIPPED,MALFORMED_ROW");
        }
    }

    private static List<String> lines(List<String> blobs) {
        return Stream.concat(
                        Stream.of("id,blob"),
                        IntStream.range(0, blobs.size()).mapToObj(row -> row + "," + blobs.get(row)))
                .toList();
    }
}
