package io.llmp.batch.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.answer.online.Asking;
import io.llmp.batch.input.Split;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Lease;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunOrder;
import io.llmp.batch.record.RunPrice;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.Samples;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.run.control.RunControl;
import io.llmp.batch.run.spec.Continuation;
import io.llmp.batch.run.spec.SkipLimit;
import io.llmp.batch.run.spec.Tuning;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs that somebody else gives orders about, by way of the store alone. */
@Timeout(300)
class RunOrdersTest {

    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(RunOrder.Kind.class)
    void aRunningExecutionFollowsAnOrder(RunOrder.Kind kind) throws Exception {
        try (Engine engine = new Engine(directory, 300)) {
            Run run = runUntilOrdered(engine, kind).run();
            assertThat(run.status()).isEqualTo(kind.status());
            assertThat(run.failure()).isEqualTo("enough");
            assertThat(run.counts().succeeded()).isBetween(50L, 50L + Engine.SLOTS);
            assertThat(engine.output).doesNotExist();
        }
    }

    /** Gives the order once 50 rows have been asked about, and lets calls end only when it is followed. */
    private static RunResult runUntilOrdered(Engine engine, RunOrder.Kind kind) {
        RunControl control = new RunControl();
        CountDownLatch followed = new CountDownLatch(1);
        engine.answer((row, call) -> {
            if (call == 1) {
                control.onStop(followed::countDown);
            }
            if (call == 51) {
                engine.runs().order(engine.runs().get("last").id(), new RunOrder(kind, "enough"), AT);
            }
            await(followed, call > 50);
            return Asking.reply(Asking.VALID);
        });
        RunResult report = engine.launch(control, SkipLimit.DEFAULT);
        engine.answer((row, call) -> Asking.reply(Asking.VALID));
        return report;
    }

    @Test
    void aPausedRunIsLeftAloneUntilItIsResumed() throws Exception {
        try (Engine engine = new Engine(directory, 300)) {
            Run run = runUntilOrdered(engine, RunOrder.Kind.PAUSE).run();
            int asked = engine.asked.size();
            assertThat(engine.launch().run().status()).isEqualTo(RunStatus.PAUSED);
            assertThat(engine.asked).hasSize(asked);
            assertThat(engine.resume(run.id(), new Continuation.Resume("all is well"), Tuning.NONE)
                            .run()
                            .status())
                    .isEqualTo(RunStatus.COMPLETED);
            assertThat(engine.asked).hasSize(300).doesNotHaveDuplicates();
        }
    }

    @Test
    void theCommandOfAnAbandonedRunBeginsAnotherThatReusesWhatWasPaid() throws Exception {
        try (Engine engine = new Engine(directory, 300)) {
            Run abandoned = runUntilOrdered(engine, RunOrder.Kind.ABANDON).run();
            Run next = engine.launch().run();
            assertThat(next.id()).isNotEqualTo(abandoned.id());
            assertThat(next.ordinal()).isEqualTo(2);
            assertThat(next.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(next.counts().reused()).isEqualTo(abandoned.counts().succeeded());
            assertThat(engine.asked).hasSize(300).doesNotHaveDuplicates();
            assertThat(engine.runs().get(abandoned.id().value()).status()).isEqualTo(RunStatus.ABANDONED);
        }
    }

    @Test
    void aRunThatIsAskedForTwiceAtOnceRunsOnce() throws Exception {
        try (Engine engine = new Engine(directory, 100)) {
            engine.answer((row, call) -> {
                if (call == 20) {
                    assertThatThrownBy(() -> engine.launch(new RunControl(), SkipLimit.DEFAULT))
                            .isInstanceOfSatisfying(
                                    ProblemException.class,
                                    e -> assertThat(e.kind()).isEqualTo(ProblemException.Kind.IN_USE));
                }
                return Asking.reply(Asking.VALID);
            });
            assertThat(engine.launch().run().status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(engine.asked).hasSize(100).doesNotHaveDuplicates();
        }
    }

    @Test
    void anExecutionThatWasTakenOverStopsPayingAndStoresNothingMore() throws Exception {
        try (Engine engine = new Engine(directory, 300)) {
            RunControl control = new RunControl();
            CountDownLatch stopped = new CountDownLatch(1);
            engine.answer((row, call) -> {
                if (call == 1) {
                    control.onStop(stopped::countDown);
                }
                if (call == 51) {
                    engine.awaitSucceeded(50 - Engine.SLOTS);
                    engine.takeOver();
                }
                await(stopped, call > 51);
                return Asking.reply(Asking.VALID);
            });
            RunResult report = engine.launch(control, SkipLimit.DEFAULT);
            assertThat(report.cause())
                    .isInstanceOfSatisfying(
                            RunControl.Fatal.class,
                            cause -> assertThat(cause.problem())
                                    .contains("taken run " + report.run().id() + " over"));
            assertThat(report.run().status())
                    .as("it belongs to the other one now")
                    .isEqualTo(RunStatus.RUNNING);
            assertThat(report.run().counts().succeeded()).isLessThanOrEqualTo(50);
            assertThat(engine.asked).hasSizeLessThan(51 + 2 * Engine.SLOTS);
        }
    }

    @Test
    void anExecutionThatIsTakenOverWithRecordsInHandStoresNoneOfThem() throws Exception {
        try (Engine engine = new Engine(directory, 300)) {
            AtomicReference<Lease> other = new AtomicReference<>();
            AtomicInteger kept = new AtomicInteger();
            // On the thread that is about to store a group.
            engine.beforeSave = () -> {
                int stored = engine.records(engine.runs().get("last")).size();
                if (stored >= 50 && other.get() == null) {
                    other.set(engine.takeOver());
                    kept.set(stored);
                }
            };
            RunResult report = engine.launch();
            assertThat(report.cause())
                    .isInstanceOfSatisfying(
                            RunControl.Fatal.class,
                            cause -> assertThat(cause.problem()).contains("over"));
            assertThat(engine.records(report.run())).hasSize(kept.get());
            assertThat(report.run().counts().succeeded()).isEqualTo(kept.get());

            engine.runs().end(Objects.requireNonNull(other.get()), RunStatus.STOPPED, null, Samples.START);
            Run run = engine.launch().run();
            assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(run.counts().succeeded()).isEqualTo(300);
            assertTotalsAreTheSumsOfTheRecords(run, engine.records(run));
            assertThat(engine.asked)
                    .as("what was in hand, and what was in flight")
                    .hasSizeLessThanOrEqualTo(300 + 3 * Engine.SLOTS);
        }
    }

    @Test
    void aRunIsCutOnceHoweverItIsContinued() throws Exception {
        try (Engine engine = new Engine(directory, 300)) {
            RunControl ended = new RunControl();
            ended.stop(new RunControl.Requested(new RunOrder(RunOrder.Kind.STOP, null)));
            engine.launch(ended, SkipLimit.DEFAULT);
            List<Split> cut = engine.splits();
            assertThat(cut).hasSizeGreaterThan(1);

            AtomicReference<List<Split>> during = new AtomicReference<>();
            engine.beforeSave = () -> during.set(engine.splits());
            Run run = engine.launch("1000", 50 * Engine.SLOTS).run();
            assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(run.price()).contains(RunPrice.of(Asking.PRICE));
            assertThat(during.get()).isEqualTo(cut);
            assertThat(engine.splits()).as("of a complete run").isEmpty();
            assertThat(run.counts().succeeded()).isEqualTo(300);
            assertThat(engine.asked).hasSize(300).doesNotHaveDuplicates();
        }
    }

    @Test
    void aRunThatIsNotCutAnyLongerIsCutAgain() throws Exception {
        try (Engine engine = new Engine(directory, 200)) {
            Run stopped = runUntilOrdered(engine, RunOrder.Kind.STOP).run();
            long kept = stopped.counts().succeeded();
            // As a store is left by a migration, or by a repair.
            engine.sql("DELETE FROM LLMP_SPLIT");
            engine.sql("INSERT INTO LLMP_SPLIT (RUN_ID, SPLIT, ITEMS, SUCCEEDED) VALUES ('" + stopped.id()
                    + "', -1, 0, " + kept + ")");
            engine.asked.clear();
            engine.answer((row, call) -> Asking.reply(Asking.VALID));
            Run run = engine.launch().run();
            assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(run.counts().succeeded()).isEqualTo(200);
            assertThat(engine.asked).hasSize((int) (200 - kept)).doesNotHaveDuplicates();
        }
    }

    @Test
    void aRunWhoseRowsAreCountedOtherwiseIsNotContinued() throws Exception {
        try (Engine engine = new Engine(directory, 200)) {
            Run stopped = runUntilOrdered(engine, RunOrder.Kind.STOP).run();
            engine.sql("DELETE FROM LLMP_SPLIT");
            engine.sql("UPDATE LLMP_RUN SET ITEMS = 201");
            assertThatThrownBy(engine::launch)
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem())
                                    .contains(stopped.id().value(), "counted 201 rows", "now there are 200"));
        }
    }

    @Test
    void skippedItemsAreRetriedIntoTheSameRunAndNothingElseIs() throws Exception {
        try (Engine engine = new Engine(directory, 100)) {
            engine.answer((row, call) -> Asking.reply(Integer.parseInt(row) % 10 == 3 ? Asking.INVALID : Asking.VALID));
            Run run = engine.launch(new RunControl(), new SkipLimit(50, false)).run();
            assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(run.counts().skipped()).isEqualTo(10);
            engine.asked.clear();

            engine.answer((row, call) -> Asking.reply(Asking.VALID));
            Run some = engine.retry(run.id(), SkipReason.INVALID_OUTPUT, 4).run();
            assertThat(engine.asked).containsExactlyInAnyOrder("3", "13", "23", "33");
            assertThat(some.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(some.counts().skipped()).isEqualTo(6);
            assertThat(engine.outputRows())
                    .filteredOn(row -> row.contains("SKIPPED"))
                    .hasSize(6);

            Run other =
                    engine.retry(run.id(), SkipReason.REFUSED, Long.MAX_VALUE).run();
            assertThat(engine.asked).hasSize(4);
            Run all = engine.retry(other.id(), SkipReason.INVALID_OUTPUT, Long.MAX_VALUE)
                    .run();
            assertThat(all.counts().skipped()).isZero();
            assertThat(engine.asked).hasSize(10).doesNotHaveDuplicates();
            assertThat(all.completions()).isEqualTo(4);
            assertTotalsAreTheSumsOfTheRecords(all, engine.records(all));
            assertThat(all.counts().attempts())
                    .as("90 answers, 10 items with two repairs, and these once more")
                    .isEqualTo(90 + 30 + 10);
        }
    }

    @Test
    void aRetryThatComesToNothingKeepsTheItemSkippedAndPaysForItAgain() throws Exception {
        try (Engine engine = new Engine(directory, 30)) {
            engine.answer((row, call) -> Asking.reply(row.equals("3") ? Asking.INVALID : Asking.VALID));
            Run run = engine.launch(new RunControl(), new SkipLimit(50, false)).run();
            Run again = engine.retry(run.id(), SkipReason.INVALID_OUTPUT, Long.MAX_VALUE)
                    .run();
            assertThat(again.counts().skipped()).isEqualTo(1);
            assertThat(again.counts().attempts()).isEqualTo(29 + 6);
            assertTotalsAreTheSumsOfTheRecords(again, engine.records(again));
        }
    }

    private static void assertTotalsAreTheSumsOfTheRecords(Run run, List<JobRecord> records) {
        assertThat(run.counts().attempts())
                .isEqualTo(records.stream().mapToLong(r -> r.costs().attempts()).sum());
        assertThat(run.counts().usage().promptTokens())
                .isEqualTo(records.stream()
                        .mapToLong(r -> r.costs().usage().promptTokens())
                        .sum());
        assertThat(run.counts().skipped())
                .isEqualTo(records.stream()
                        .filter(r -> r.outcome() instanceof Outcome.Skipped)
                        .count());
        assertThat(run.counts().cost())
                .isEqualByComparingTo(
                        records.stream().map(r -> r.costs().cost()).reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    @Test
    void aRunWhoseInputHasChangedIsNotGoneOnWith() throws Exception {
        try (Engine engine = new Engine(directory, 100)) {
            Run run = runUntilOrdered(engine, RunOrder.Kind.STOP).run();
            engine.input(IntStream.range(0, 101).mapToObj(Integer::toString).toList());
            int asked = engine.asked.size();
            assertThatThrownBy(() -> engine.restart(run.id())).isInstanceOfSatisfying(ProblemException.class, e -> {
                assertThat(e.problem()).contains("has changed since");
                assertThat(e.remedy()).contains("reused");
            });
            assertThat(engine.asked).hasSize(asked);
            Run next = engine.launch().run();
            assertThat(next.id()).isNotEqualTo(run.id());
            assertThat(engine.asked).hasSize(101).doesNotHaveDuplicates();
        }
    }

    @Test
    void aRunIsContinuedAsItsSpecSaysAndChangesAreForOneExecution() throws Exception {
        try (Engine engine = new Engine(directory, 300)) {
            Run run = runUntilOrdered(engine, RunOrder.Kind.STOP).run();
            String spec = engine.runs().spec(run.id()).orElseThrow();
            Tuning none = new Tuning(null, null, null, new SkipLimit(0, false), null, Map.of());
            engine.answer((row, call) -> Asking.reply(Asking.INVALID));

            RunResult ended = engine.resume(run.id(), new Continuation.Restart(), none);
            assertThat(ended.run().status()).isEqualTo(RunStatus.FAILED);
            assertThat(ended.run().failure()).contains("skipped");
            assertThat(engine.runs().spec(run.id())).contains(spec);

            engine.answer((row, call) -> Asking.reply(Asking.VALID));
            assertThat(engine.restart(run.id()).run().status()).isEqualTo(RunStatus.COMPLETED);
        }
    }

    @Test
    void aRunWithoutASpecIsNotContinuedByItsName() throws Exception {
        try (Engine engine = new Engine(directory, 300)) {
            Run run = runUntilOrdered(engine, RunOrder.Kind.PAUSE).run();
            engine.sql("UPDATE LLMP_RUN SET SPEC = NULL, OPTIONS = '{}'");
            assertThatThrownBy(() -> engine.resume(run.id(), new Continuation.Resume(null), Tuning.NONE))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("is not known")
                    .hasMessageContaining("command again");
            assertThat(engine.runs().get("last").status())
                    .as("nothing has changed")
                    .isEqualTo(RunStatus.PAUSED);
        }
    }

    @Test
    void aRunIsNotContinuedInAWayThatItsStateDoesNotAllow() throws Exception {
        try (Engine engine = new Engine(directory, 30)) {
            Run run = engine.launch().run();
            assertThatThrownBy(() -> engine.restart(run.id()))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("is complete");
            assertThat(engine.runs().get("last").executions()).isEqualTo(1);
        }
    }

    private static void await(CountDownLatch latch, boolean wait) {
        try {
            if (wait && !latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the order was not followed");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
