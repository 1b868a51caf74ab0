package io.llmp.batch.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.export.local.LocalOutput;
import io.llmp.batch.input.Dataset;
import io.llmp.batch.input.columns.RowSchema;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.CallCosts;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Lease;
import io.llmp.batch.record.MemoryRecordStore;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.Provenance;
import io.llmp.batch.record.RecordRef;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.SkipReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExporterTest {

    private static final RunId RUN = new RunId("abc");
    private static final ResultSchema SCHEMA = new ResultSchema(new RowSchema(List.of("n"), null), List.of());
    private static final Outcome ANSWER = new Outcome.Answered("{\"x\":1.50}");
    private final MemoryRecordStore records = new MemoryRecordStore();
    private final LineFormat lines = new LineFormat();
    private final Exporter exporter = new Exporter(List.of(lines), LocalOutput.results(), records);

    @TempDir
    private Path directory;

    private Path output = Path.of("");

    @BeforeEach
    void former() throws IOException {
        output = Files.writeString(directory.resolve("out.txt"), "former");
    }

    @Test
    void writesEveryItemOnceInInputOrderOverManyPages() throws IOException {
        save(LongStream.range(0, 3500));
        exporter.export(RUN, 3500, new ResultFile(output.toString(), lines, SCHEMA), ExporterTest::noInput, () -> {});
        List<String> expected = LongStream.range(0, 3500)
                .mapToObj(item -> "SUCCEEDED null {\"n\":" + item + ".10} {\"x\":1.50}")
                .toList();
        assertThat(Files.readAllLines(output)).isEqualTo(expected);
        assertOnlyTheOutput();
    }

    @Test
    void aSkipHasItsReasonAndNoAnswer() throws IOException {
        records.save(new Lease(RUN, "owner"), List.of(record(0, new Outcome.Skipped(SkipReason.REFUSED, "no"))));
        exporter.export(RUN, 1, new ResultFile(output.toString(), lines, SCHEMA), ExporterTest::noInput, () -> {});
        assertThat(output).hasContent("SKIPPED REFUSED {\"n\":0.10} null");
    }

    @Test
    void aSimulatedAnswerSaysSoEvenWhereItIsReusedAndASkipStaysASkip() throws IOException {
        records.save(
                new Lease(RUN, "owner"),
                List.of(
                        record(0, ANSWER),
                        record(1, new Outcome.Answered("{\"x\":1.50}", new RecordRef(RUN, 0))),
                        record(2, new Outcome.Skipped(SkipReason.REFUSED, "no"))));
        exporter.export(
                RUN, 3, new ResultFile(output.toString(), lines, SCHEMA, true), ExporterTest::noInput, () -> {});
        assertThat(Files.readAllLines(output))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .containsExactly("SIMULATED", "SIMULATED", "SKIPPED");
    }

    @Test
    void takesNoMoreItemsThanItIsAskedFor() throws IOException {
        save(LongStream.range(0, 1500));
        exporter.export(RUN, 1200, new ResultFile(output.toString(), lines, SCHEMA), ExporterTest::noInput, () -> {});
        assertThat(Files.readAllLines(output)).hasSize(1200);
    }

    @Test
    void theFileIsWholeBesideItsPlaceRightBeforeItTakesIt() throws IOException {
        save(LongStream.range(0, 3));
        List<String> seen = new ArrayList<>();
        exporter.export(RUN, 3, new ResultFile(output.toString(), lines, SCHEMA), ExporterTest::noInput, () -> {
            try {
                seen.add(Files.readString(output));
                seen.add(Files.readString(directory.resolve(".out.txt.abc.part")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(seen).containsExactly("former", Files.readString(output));
    }

    @Test
    void aMissingRecordLeavesTheFormerOutput() throws IOException {
        save(LongStream.range(0, 2500).filter(item -> item != 1700));
        assertProblem(
                "Row 1700 has no record",
                () -> exporter.export(
                        RUN, 2500, new ResultFile(output.toString(), lines, SCHEMA), ExporterTest::noInput, () -> {}));
        assertThat(output).hasContent("former");
        assertOnlyTheOutput();
    }

    @Test
    void missingRecordsAtTheEndLeaveTheFormerOutput() throws IOException {
        save(LongStream.range(0, 2000));
        assertProblem(
                "Row 2000 has no record",
                () -> exporter.export(
                        RUN, 2001, new ResultFile(output.toString(), lines, SCHEMA), ExporterTest::noInput, () -> {}));
        assertOnlyTheOutput();
    }

    @Test
    void aDiskThatFillsUpLeavesTheFormerOutput() throws IOException {
        save(LongStream.range(0, 2000));
        LineFormat full = new LineFormat() {
            @Override
            void beforeRow(long row) throws IOException {
                if (row == 1500) {
                    throw new IOException("No space left on device");
                }
            }
        };
        assertProblem(
                "could not be written: No space left on device",
                () -> exporter.export(
                        RUN, 2000, new ResultFile(output.toString(), full, SCHEMA), ExporterTest::noInput, () -> {}));
        assertThat(output).hasContent("former");
        assertOnlyTheOutput();
    }

    @Test
    void aDiskThatFillsUpAtTheVeryEndLeavesTheFormerOutput() throws IOException {
        save(LongStream.range(0, 5));
        LineFormat full = new LineFormat() {
            @Override
            void afterClose() throws IOException {
                throw new IOException("No space left on device");
            }
        };
        assertProblem(
                "No space left on device",
                () -> exporter.export(
                        RUN, 5, new ResultFile(output.toString(), full, SCHEMA), ExporterTest::noInput, () -> {}));
        assertThat(output).hasContent("former");
        assertOnlyTheOutput();
    }

    @Test
    void aFailureBeforeTheRenameLeavesTheFormerOutput() throws IOException {
        save(LongStream.range(0, 5));
        assertThatThrownBy(() -> exporter.export(
                        RUN, 5, new ResultFile(output.toString(), lines, SCHEMA), ExporterTest::noInput, () -> {
                            throw new IllegalStateException("database gone");
                        }))
                .hasMessage("database gone");
        assertThat(output).hasContent("former");
        assertOnlyTheOutput();
    }

    @Test
    void replacesThePartOfAnExportThatDied() throws IOException {
        save(LongStream.range(0, 5));
        Files.writeString(directory.resolve(".out.txt.abc.part"), "half");
        exporter.export(RUN, 5, new ResultFile(output.toString(), lines, SCHEMA), ExporterTest::noInput, () -> {});
        assertThat(Files.readAllLines(output)).hasSize(5);
        assertOnlyTheOutput();
    }

    @Test
    void tellsTheFormatFromItsNameOrTheExtension() {
        assertThat(exporter.format("a.TXT", null)).isSameAs(lines);
        assertThat(exporter.format("a.csv", "lines")).isSameAs(lines);
        assertProblem("Cannot tell the output format from 'dir.txt/out'", () -> exporter.format("dir.txt/out", null));
        assertProblem("no output format csv", () -> exporter.format("a.txt", "csv"));
    }

    private static Dataset noInput() {
        throw new AssertionError("the input is not needed");
    }

    private static void assertProblem(String words, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).contains(words));
    }

    private void assertOnlyTheOutput() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(output);
        }
    }

    private void save(LongStream items) {
        records.save(
                new Lease(RUN, "owner"),
                items.mapToObj(item -> record(item, ANSWER)).toList());
    }

    private static JobRecord record(long item, Outcome outcome) {
        Provenance provenance = new Provenance("triage", 1, "d", "openai", "gpt");
        return new JobRecord(
                RUN, item, "k", 0, "{\"n\":" + item + ".10}", null, outcome, CallCosts.NONE, provenance, Instant.EPOCH);
    }
}
