package io.llmp.batch.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.problem.Operation;
import io.llmp.batch.problem.ProblemException;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What every store does about records that are not as they were written. */
public abstract class RecordRepairContract {

    protected abstract RecordRepair repair();

    protected abstract RunStore runs();

    protected abstract SplitStore splits();

    protected abstract JobRecordStore records();

    protected abstract JdbcTemplate sql();

    private Run completed(String name) {
        Run run = runs().create(Samples.run(name, 1, Samples.START));
        Lease lease = Samples.begin(runs(), splits(), run.id(), "owner of " + name);
        records()
                .save(
                        lease,
                        LongStream.range(0, 5)
                                .mapToObj(item -> Samples.answered(run.id(), item))
                                .toList());
        records().save(lease, List.of(Samples.skipped(run.id(), 5, SkipReason.REFUSED)));
        runs().end(lease, RunStatus.COMPLETED, null, Samples.START);
        return runs().get(run.id().value());
    }

    private void damage(Run run, String assignment) {
        assertThat(sql().update(
                                "UPDATE LLMP_JOB_RECORD SET " + assignment + " WHERE RUN_ID = ? AND ITEM_INDEX = 2",
                                run.id().value()))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OUTPUT = '{}'",
                "INPUT = '{\"a\":\"b\"}'",
                "ITEM_INDEX = 1002",
                "COST_USD = COST_USD + 0.000000000001",
                "REUSED_FROM = 'a/1'",
                "FINISH_REASON = NULL",
                "ATTEMPTS = ATTEMPTS + 1",
                "CHECKSUM = CHECKSUM + 1"
            })
    void aDamagedRecordIsNeverServed(String assignment) {
        Run run = completed("damaged by " + assignment);
        assertThat(records().inInputOrder(run.id(), 0, 10)).hasSize(6);

        damage(run, assignment);

        for (Runnable reading : List.<Runnable>of(
                () -> records().inInputOrder(run.id(), 0, 10),
                () -> records().newestFirst(run.id(), RecordFilter.ALL, null, 10))) {
            assertThatThrownBy(reading::run).isInstanceOfSatisfying(ProblemException.class, e -> {
                assertThat(e.problem()).contains(run.id().value()).contains("is not as it was written");
                assertThat(e.remedy()).contains("backup").contains(Operation.REPAIR_STORE.toString());
            });
        }
    }

    @Test
    void anAnswerThatIsDamagedIsNotReused() {
        Run run = completed("reused");
        String fingerprint = "%064x".formatted(0xfeedL);
        sql().update(
                        "UPDATE LLMP_JOB_RECORD SET REQUEST_FINGERPRINT = ? WHERE RUN_ID = ? AND ITEM_INDEX = 2",
                        fingerprint,
                        run.id().value());
        sql().update(
                        "INSERT INTO LLMP_ANSWER (FINGERPRINT_PREFIX, RUN_ID, ITEM_INDEX) VALUES (0, ?, 2)",
                        run.id().value());

        assertThatThrownBy(() -> records().answers(Set.of(fingerprint))).isInstanceOf(ProblemException.class);
    }

    @Test
    void dropsWhatIsDamagedSoThatTheRunAsksForItAgain() {
        Run run = completed("dropped");
        Run other = completed("whole");
        damage(run, "OUTPUT = '{}'");

        long left = repair().dropDamaged();

        assertThat(left).isEqualTo(sql().queryForObject("SELECT COUNT(*) FROM LLMP_JOB_RECORD", Long.class));
        Run repaired = runs().get(run.id().value());
        assertThat(repaired.status()).isEqualTo(RunStatus.FAILED);
        assertThat(repaired.counts().succeeded()).isEqualTo(4);
        assertThat(repaired.counts().skipped()).isEqualTo(1);
        assertThat(records().finished(run.id(), 0, 6).get(2)).isFalse();
        assertThat(records().inInputOrder(run.id(), 0, 10)).hasSize(5);
        assertThat(runs().get(other.id().value())).isEqualTo(other);
        runs().begin(run.id(), Samples.execution("again"), Samples.START);
    }

    @Test
    void aRunWithFewerRecordsThanItCountedIsNotContinuedUntilItIsRepaired() {
        Run run = completed("incomplete");
        sql().update(
                        "DELETE FROM LLMP_JOB_RECORD WHERE RUN_ID = ? AND ITEM_INDEX = 2",
                        run.id().value());

        assertThatThrownBy(() -> runs().begin(run.id(), Samples.execution("again"), Samples.START))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem()).contains("has 6 job records, and 5 are found"));

        repair().dropDamaged();
        runs().begin(run.id(), Samples.execution("again"), Samples.START);
    }
}
