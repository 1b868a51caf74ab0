package io.llmp.batch.run.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.record.GroupCommit;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.run.Skips;
import io.llmp.batch.run.spec.SkipLimit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataIntegrityViolationException;

@Timeout(300)
class RecordKeeperTest {

    private final RunControl control = new RunControl();
    private final RunProgress progress = new RunProgress();
    private final Told told = new Told();

    @Test
    void countsARecordOnceItIsDurable() throws Exception {
        try (GroupCommit commits = commits(group -> {})) {
            keeper(commits).keep(skip(0)).get(10, TimeUnit.SECONDS);
        }
        assertThat(progress.now().counts().skipped()).isEqualTo(1);
        assertThat(control.cause()).isNull();
    }

    @Test
    void aRecordThatCannotBeStoredEndsTheRunBeforeMoreIsPaidFor() {
        try (GroupCommit commits = commits(group -> {
            throw new IllegalStateException("INSERT INTO ...", new java.io.IOException("No space left on device"));
        })) {
            assertThatThrownBy(() -> keeper(commits).keep(skip(0)).get(10, TimeUnit.SECONDS))
                    .hasRootCauseMessage("No space left on device");
        }
        assertThat(progress.now().counts().done()).isZero();
        assertThat(control.cause()).isInstanceOfSatisfying(RunControl.Fatal.class, cause -> {
            assertThat(cause.problem()).isEqualTo("Answers cannot be stored: No space left on device.");
            assertThat(cause.remedy()).contains("disk full");
        });
    }

    @Test
    void aRecordThatTheDatabaseRefusesIsKeptAsASkipWithoutItsContents() throws Exception {
        List<JobRecord> stored = new CopyOnWriteArrayList<>();
        JobRecord answer = Skips.record(4, new Outcome.Answered("{\"team\":\"sales\"}"));
        JobRecord kept;
        try (GroupCommit commits = commits(group -> {
            if (group.get(0).outcome() instanceof Outcome.Answered) {
                throw new DataIntegrityViolationException("INSERT ...", new java.sql.SQLException("cache size limit"));
            }
            stored.addAll(group);
        })) {
            kept = keeper(commits).keep(answer).get(10, TimeUnit.SECONDS);
        }
        assertThat(kept.outcome())
                .isEqualTo(new Outcome.Skipped(
                        SkipReason.INVALID_OUTPUT, "The database does not take the record: cache size limit"));
        assertThat(kept.costs()).isEqualTo(answer.costs());
        assertThat(stored).containsExactly(kept);
        assertThat(told.records).containsExactly(kept);
        assertThat(progress.now().counts().skipped()).isEqualTo(1);
        assertThat(control.cause()).isNull();
    }

    @Test
    void tellsTheWatchOfEveryRecord() throws Exception {
        try (GroupCommit commits = commits(group -> {})) {
            RecordKeeper keeper = new RecordKeeper(
                    commits, progress, new SkipWatch(new SkipLimit(1, false), control, Set.of()), control, told);
            keeper.keep(skip(0)).get(10, TimeUnit.SECONDS);
            assertThat(control.cause()).isNull();
            keeper.keep(skip(1)).get(10, TimeUnit.SECONDS);
            assertThat(control.cause()).isNotNull();
            assertThat(told.records).extracting(JobRecord::itemIndex).containsExactly(0L, 1L);
        }
    }

    private static final class Told implements RunWatcher {

        private final List<JobRecord> records = new CopyOnWriteArrayList<>();

        @Override
        public void begins(Run run, boolean resumed, String note, RunProgress progress) {}

        @Override
        public void warns(String warning) {}

        @Override
        public void recorded(JobRecord record) {
            records.add(record);
        }
    }

    private RecordKeeper keeper(GroupCommit commits) {
        return new RecordKeeper(commits, progress, new SkipWatch(SkipLimit.DEFAULT, control, Set.of()), control, told);
    }

    private static GroupCommit commits(Consumer<List<JobRecord>> store) {
        return new GroupCommit(store);
    }

    private static JobRecord skip(long item) {
        return Skips.record(item, new Outcome.Skipped(SkipReason.REFUSED, "no"));
    }
}
