package io.llmp.batch.record.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.input.InputFingerprint;
import io.llmp.batch.record.CallCosts;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Lease;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunIdentity;
import io.llmp.batch.record.Samples;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.record.compare.ComparedField.CountedStep;
import io.llmp.batch.record.compare.ComparedField.Step;
import io.llmp.batch.record.compare.ComparedRow;
import io.llmp.batch.record.compare.ComparisonCounts;
import io.llmp.batch.record.compare.RunComparison;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HsqldbRunComparisonTest {

    @SuppressWarnings("NullAway.Init")
    private StoreFile file;

    private final List<ComparedRow> changed = new ArrayList<>();

    @BeforeEach
    void open(@TempDir Path directory) {
        file = StoreFile.open(directory);
    }

    @AfterEach
    void close() {
        file.close();
    }

    @Test
    void joinsTheSameInputByPositionAndCountsEachField() {
        Run former = run("former", 'a');
        Run present = run("present", 'a');
        save(
                former,
                record(former, 0, "x", "{\"team\":\"bug\",\"urgency\":1.0}"),
                record(former, 1, "x", "{\"team\":\"bug\",\"urgency\":2}"),
                record(former, 2, "x", null),
                record(former, 3, "x", "{\"team\":\"bug\",\"urgency\":3}"),
                record(former, 4, "x", null),
                record(former, 7, "x", null));
        save(
                present,
                record(present, 0, "x", "{\"urgency\":1,\"team\":\"bug\",\"new\":true}"),
                record(present, 1, "x", "{\"team\":\"sales\",\"urgency\":2}"),
                record(present, 2, "x", "{\"team\":\"sales\",\"urgency\":2}"),
                record(present, 3, "x", null),
                record(present, 4, "x", null),
                record(present, 8, "x", null));

        ComparisonCounts counts = compare(former, present);

        assertThat(counts)
                .extracting(
                        ComparisonCounts::both,
                        ComparisonCounts::onlyFormer,
                        ComparisonCounts::onlyPresent,
                        ComparisonCounts::answered,
                        ComparisonCounts::lost,
                        ComparisonCounts::gained,
                        ComparisonCounts::agreeing)
                .containsExactly(5L, 1L, 1L, 2L, 1L, 1L, 1L);
        assertThat(counts.fields().get(0).steps(5))
                .containsExactly(new CountedStep(new Step("\"bug\"", "\"sales\""), 1));
        assertThat(counts.fields().get(1).same()).isEqualTo(2);
        assertThat(changed).extracting(row -> row.former().itemIndex()).containsExactly(1L, 2L, 3L);
        assertThat(changed).extracting(ComparedRow::changed).first().isEqualTo(List.of("team"));
    }

    @Test
    void joinsOtherInputsByKeyWhereverTheRowsAre() {
        int rows = 1_300;
        Run former = run("before", 'a');
        Run present = run("after", 'b');
        save(
                former,
                IntStream.range(0, rows)
                        .mapToObj(i -> record(former, i, "k" + i % 1_000, answer(i)))
                        .toArray(JobRecord[]::new));
        // The same rows behind a new one and without the first, in the same order among those of one key.
        save(
                present,
                IntStream.range(0, rows)
                        .mapToObj(i -> record(present, i, i == 0 ? "new" : "k" + i % 1_000, answer(i == 700 ? 9 : i)))
                        .toArray(JobRecord[]::new));

        ComparisonCounts counts = compare(former, present);

        assertThat(counts.both()).isEqualTo(rows - 1);
        assertThat(counts.onlyFormer()).isEqualTo(1);
        assertThat(counts.onlyPresent()).isEqualTo(1);
        // k0 is there twice before and once after: the first of each are joined.
        assertThat(changed).extracting(row -> row.former().itemKey()).containsExactly("k0", "k700");
    }

    private ComparisonCounts compare(Run former, Run present) {
        return new RunComparison(file.records(), reread(former), reread(present), List.of("team", "urgency"))
                .compare(changed::add);
    }

    private Run reread(Run run) {
        return file.runs().get(run.id().value());
    }

    private Run run(String name, char sha) {
        RunIdentity identity = Samples.identity(name);
        Run run = Samples.run(
                new RunIdentity(
                        identity.provenance(),
                        identity.input(),
                        new InputFingerprint(1, String.valueOf(sha).repeat(64)),
                        identity.output(),
                        null,
                        null),
                1,
                Samples.START);
        file.runs().create(run);
        Samples.begin(file.runs(), file.splits(), run.id(), "owner");
        return run;
    }

    private static String answer(int urgency) {
        return "{\"team\":\"bug\",\"urgency\":" + urgency + "}";
    }

    /** In one commit: what is compared is what is stored, however it came there. */
    private void save(Run run, JobRecord... records) {
        file.records().save(new Lease(run.id(), "owner"), List.of(records));
    }

    private static JobRecord record(Run run, long item, String key, @Nullable String answer) {
        Outcome outcome =
                answer == null ? new Outcome.Skipped(SkipReason.REFUSED, "because") : new Outcome.Answered(answer);
        JobRecord record = Samples.record(run.id(), item, outcome, CallCosts.NONE, Samples.START);
        return new JobRecord(
                record.run(),
                item,
                key,
                record.split(),
                record.input(),
                record.requestFingerprint(),
                outcome,
                record.costs(),
                record.provenance(),
                record.createdAt());
    }
}
