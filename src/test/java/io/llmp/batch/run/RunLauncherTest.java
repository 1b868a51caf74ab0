package io.llmp.batch.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.answer.online.Asking;
import io.llmp.batch.dispatch.CallerState;
import io.llmp.batch.limit.ReportedLimits;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import io.llmp.batch.record.RunOrder;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.run.control.RunControl;
import io.llmp.batch.run.spec.RunSpec;
import io.llmp.batch.run.spec.SkipLimit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class RunLauncherTest {

    private static final RunControl.Requested STOP = new RunControl.Requested(new RunOrder(RunOrder.Kind.STOP, null));

    @TempDir
    private Path directory;

    @Test
    void answersEveryRowOnceAndTheSameWishAgainAsksNothing() throws Exception {
        try (Engine engine = new Engine(directory, 500)) {
            RunResult report = engine.launch();
            assertThat(report.run().status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(report.run().counts().succeeded()).isEqualTo(500);
            assertThat(report.run().counts().cost()).isEqualByComparingTo("1.1");
            assertThat(engine.asked).hasSize(500).doesNotHaveDuplicates();
            assertThat(engine.outputRows()).isEqualTo(answered(500));

            Files.delete(engine.output);
            assertThat(engine.launch().alreadyComplete()).isTrue();
            assertThat(engine.asked).hasSize(500);
            assertThat(engine.outputRows()).isEqualTo(answered(500));
        }
    }

    @Test
    void aRunThatIsStoppedGoesOnWhereItWas() throws Exception {
        try (Engine engine = new Engine(directory, 500)) {
            RunControl control = new RunControl();
            CountDownLatch stopped = new CountDownLatch(1);
            engine.answer((row, call) -> {
                if (call == 100) {
                    control.stop(STOP);
                    stopped.countDown();
                }
                await(stopped, call > 100);
                return Asking.reply(Asking.VALID);
            });
            RunResult report = engine.launch(control, SkipLimit.DEFAULT);
            assertThat(report.run().status()).isEqualTo(RunStatus.STOPPED);
            assertThat(report.run().counts().succeeded()).isBetween(100L, 100L + Engine.SLOTS);
            assertThat(engine.output).doesNotExist();

            assertThat(engine.launch().run().status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(engine.asked).hasSize(500).doesNotHaveDuplicates();
            assertThat(engine.outputRows()).isEqualTo(answered(500));
        }
    }

    @Test
    void aStoreThatIsBehindHoldsUpCallsAndIsNamed() throws Exception {
        try (Engine engine = new Engine(directory, 100)) {
            CountDownLatch stored = new CountDownLatch(1);
            engine.beforeSave = () -> await(stored, true);
            CompletableFuture<RunResult> run = CompletableFuture.supplyAsync(engine::launch);
            Awaitility.await().until(() -> {
                CallerState calls = engine.calls();
                return calls != null && calls.obstacle() == CallerState.Obstacle.STORE && calls.inFlight() == 0;
            });
            assertThat(engine.asked).hasSizeBetween(Engine.SLOTS, 2 * Engine.SLOTS);

            stored.countDown();
            assertThat(run.get(60, TimeUnit.SECONDS).run().counts().succeeded()).isEqualTo(100);
        }
    }

    @Test
    void anOutputThatCannotBeWrittenIsRefusedBeforeAnyCall() throws Exception {
        try (Engine engine = new Engine(directory, 5)) {
            engine.outputFormat = "broken";
            assertThatThrownBy(engine::launch)
                    .isInstanceOfSatisfying(
                            ProblemException.class, e -> assertThat(e.kind()).isEqualTo(ProblemException.Kind.INVALID))
                    .hasMessageContaining("cannot be written as broken: no codec in java.library.path");
            assertThat(engine.asked).isEmpty();
            assertThat(engine.runs().list()).isEmpty();

            engine.outputFormat = "csv";
            assertThat(engine.launch().run().counts().succeeded()).isEqualTo(5);
        }
    }

    @Test
    void aCallThatEndsByAFaultOfTheProgramEndsTheRunInsteadOfHangingIt() throws Exception {
        try (Engine engine = new Engine(directory, 500)) {
            engine.answer((row, call) -> call == 100 ? brokenReply() : Asking.reply(Asking.VALID));
            RunResult report = engine.launch();
            assertThat(report.run().status()).isEqualTo(RunStatus.FAILED);
            assertThat(report.cause())
                    .isInstanceOfSatisfying(
                            RunControl.Fatal.class,
                            cause -> assertThat(cause.problem()).contains("fault of this program"));
            assertThat(report.run().counts().succeeded()).isGreaterThanOrEqualTo(99);

            engine.answer((row, call) -> Asking.reply(Asking.VALID));
            assertThat(engine.launch().run().status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(engine.outputRows()).isEqualTo(answered(500));
        }
    }

    @Test
    void rowsThatWereRefusedForAFaultOfTheRunAreSentAgainOnceItIsFixed() throws Exception {
        try (Engine engine = new Engine(directory, 200)) {
            engine.answer((row, call) -> call <= 10 ? Asking.reply(Asking.VALID) : refused());
            // One at a time: of calls in flight together, a refused one may have begun before one that is answered.
            RunResult broken = engine.launch("1000", 1);
            assertThat(broken.run().status()).isEqualTo(RunStatus.FAILED);
            assertThat(broken.run().counts().skipped()).isZero();

            engine.answer((row, call) -> Asking.reply(Asking.VALID));
            RunResult fixed = engine.launch();
            assertThat(fixed.run().status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(fixed.run().counts().succeeded()).isEqualTo(200);
            assertThat(engine.outputRows()).isEqualTo(answered(200));
        }
    }

    @Test
    void aRunWhoseKeyIsRefusedBeforeAnyAnswerEndsAtOnce() throws Exception {
        try (Engine engine = new Engine(directory, 300)) {
            engine.answer((row, call) -> Asking.failure(FailureKind.ACCESS_DENIED));
            RunResult failed = engine.launch();
            assertThat(failed.run().status()).isEqualTo(RunStatus.FAILED);
            assertThat(failed.run().failure()).contains("refused access").contains("every answer so far is kept");
            assertThat(failed.run().counts().done()).isZero();
            assertThat(engine.asked).hasSizeLessThanOrEqualTo(Engine.SLOTS);
        }
    }

    @Test
    void oneRowThatAFirewallRefusesEndsNoRun() throws Exception {
        try (Engine engine = new Engine(directory, 100)) {
            engine.answer((row, call) -> {
                if (!row.equals("60")) {
                    return Asking.reply(Asking.VALID);
                }
                engine.awaitSucceeded(10);
                return Asking.failure(FailureKind.ACCESS_DENIED);
            });
            RunResult report = engine.launch();
            assertThat(report.run().status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(report.run().counts().skipped()).isEqualTo(1);
        }
    }

    /** However many rows in a row a provider refuses: the same command comes to the end of them. */
    @Test
    void aRunOfWhichManyRowsInARowAreBadIsCompletedByTheSameCommand() throws Exception {
        try (Engine engine = new Engine(directory, 200)) {
            engine.answer((row, call) -> isBad(row) ? refused() : Asking.reply(Asking.VALID));
            RunResult report = engine.launch(new RunControl(), new SkipLimit(100, true));
            int executions = 1;
            while (report.run().status() == RunStatus.FAILED && executions++ < 10) {
                report = engine.launch(new RunControl(), new SkipLimit(100, true));
            }
            assertThat(report.run().status())
                    .as("after %d executions", executions)
                    .isEqualTo(RunStatus.COMPLETED);
            assertThat(report.run().counts().succeeded()).isEqualTo(110);
            assertThat(report.run().counts().skipped()).isEqualTo(90);
        }
    }

    private static boolean isBad(String row) {
        int id = Integer.parseInt(row);
        return id >= 10 && id < 100;
    }

    private static CallFailure refused() {
        return CallFailure.of(FailureKind.REJECTED, "HTTP 400: budget object missing");
    }

    /** What a protocol that does not check what it is told would hand on. */
    private static ModelReply brokenReply() {
        return new ModelReply(
                Asking.VALID, ModelReply.Ending.COMPLETE, "stop", null, new Usage(10, 0, -1), ReportedLimits.NONE);
    }

    /** A killed process leaves Spring Batch's tables between any two of their statements. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM BATCH_STEP_EXECUTION_CONTEXT",
                "DELETE FROM BATCH_JOB_EXECUTION_CONTEXT",
                "UPDATE BATCH_STEP_EXECUTION SET STATUS = 'STARTED', END_TIME = NULL",
                "UPDATE BATCH_STEP_EXECUTION SET STATUS = 'STARTING', START_TIME = NULL, END_TIME = NULL",
                "UPDATE BATCH_JOB_EXECUTION SET STATUS = 'STARTED', END_TIME = NULL",
                "UPDATE BATCH_JOB_EXECUTION SET STATUS = 'STARTING', START_TIME = NULL, END_TIME = NULL",
                "UPDATE BATCH_STEP_EXECUTION SET STATUS = 'UNKNOWN'",
                "UPDATE BATCH_JOB_EXECUTION SET STATUS = 'UNKNOWN'"
            })
    void continuesWhateverSpringBatchHadStored(String lost) throws Exception {
        try (Engine engine = new Engine(directory, 200)) {
            RunControl control = new RunControl();
            engine.answer((row, call) -> {
                if (call == 80) {
                    control.stop(STOP);
                }
                return Asking.reply(Asking.VALID);
            });
            assertThat(engine.launch(control, SkipLimit.DEFAULT).run().status()).isEqualTo(RunStatus.STOPPED);
            engine.sql(lost);

            assertThat(engine.launch().run().status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(engine.asked).hasSize(200).doesNotHaveDuplicates();
            assertThat(engine.outputRows()).isEqualTo(answered(200));
        }
    }

    @Test
    void aRunWhoseKeyIsRefusedKeepsItsAnswersAndGoesOnWithAnother() throws Exception {
        try (Engine engine = new Engine(directory, 300)) {
            engine.answer(
                    (row, call) -> call > 50 ? Asking.failure(FailureKind.ACCESS_DENIED) : Asking.reply(Asking.VALID));
            // One at a time: of calls in flight together, a refused one may have begun before one that is answered.
            RunResult failed = engine.launch("1000", 1);
            assertThat(failed.run().status()).isEqualTo(RunStatus.FAILED);
            assertThat(failed.run().failure()).contains("20 rows in a row", "the same command again");
            assertThat(failed.run().counts().skipped()).isZero();
            long kept = failed.run().counts().succeeded();

            engine.asked.clear();
            engine.answer((row, call) -> Asking.reply(Asking.VALID));
            assertThat(engine.launch().run().status()).isEqualTo(RunStatus.COMPLETED);
            assertThat((long) engine.asked.size()).isEqualTo(300 - kept);
            assertThat(engine.outputRows()).isEqualTo(answered(300));
        }
    }

    @Test
    void aRunThatFailedWithItsLastItemWritesNoOutputUntilItGoesOn() throws Exception {
        try (Engine engine = new Engine(directory, 26)) {
            engine.answer((row, call) -> {
                if (Integer.parseInt(row) < 10) {
                    return Asking.reply(Asking.VALID);
                }
                engine.awaitSucceeded(10);
                return Asking.failure(FailureKind.UNAVAILABLE);
            });
            // Exceeded by the last skip, when no item is left to ask about.
            RunResult failed = engine.launch(new RunControl(), new SkipLimit(15, false));
            assertThat(failed.run().status()).isEqualTo(RunStatus.FAILED);
            assertThat(failed.run().counts().done()).isEqualTo(26);
            assertThat(directory.resolve("out.csv")).doesNotExist();

            engine.answer((row, call) -> Asking.reply(Asking.VALID));
            assertThat(engine.launch().run().status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(engine.outputRows()).isEqualTo(answered(26));
        }
    }

    @Test
    void aStoreThatFailsStopsThePayingAndLosesOnlyWhatWasInFlight() throws Exception {
        try (Engine engine = new Engine(directory, 1000)) {
            RunControl control = new RunControl();
            CountDownLatch stopped = new CountDownLatch(1);
            engine.answer((row, call) -> {
                if (call == 1) {
                    // After those of the run itself, so that calls are let go only when no more are admitted.
                    control.onStop(stopped::countDown);
                }
                if (call == 50) {
                    engine.storeIsFull = true;
                }
                // The answer of the 50th is the first that cannot be stored.
                await(stopped, call > 50);
                return Asking.reply(Asking.VALID);
            });
            RunResult failed = engine.launch(control, SkipLimit.DEFAULT);
            assertThat(failed.run().status()).isEqualTo(RunStatus.FAILED);
            assertThat(failed.run().failure()).contains("Answers cannot be stored: no space left");
            assertThat(engine.asked).hasSizeLessThan(50 + 2 * Engine.SLOTS);
            long kept = failed.run().counts().succeeded();

            engine.storeIsFull = false;
            engine.asked.clear();
            engine.answer((row, call) -> Asking.reply(Asking.VALID));
            assertThat(engine.launch().run().status()).isEqualTo(RunStatus.COMPLETED);
            assertThat((long) new HashSet<>(engine.asked).size()).isEqualTo(engine.asked.size());
            assertThat((long) engine.asked.size()).isEqualTo(1000 - kept);
            assertThat(engine.outputRows()).isEqualTo(answered(1000));
        }
    }

    /** In more splits than are worked on at once, at the end of some and at the beginning of others. */
    @Test
    void slowAnswersHoldUpNoOther() throws Exception {
        int slots = 16;
        Set<String> slow = IntStream.range(0, slots - 4)
                .mapToObj(i -> Integer.toString(i * 167))
                .collect(Collectors.toSet());
        try (Engine engine = new Engine(directory, 2000)) {
            CountDownLatch others = new CountDownLatch(1);
            engine.answer((row, call) -> {
                await(others, slow.contains(row));
                return Asking.reply(Asking.VALID);
            });
            CompletableFuture<RunResult> run = CompletableFuture.supplyAsync(() -> engine.launch("1000", slots));
            engine.awaitSucceeded(2000 - slow.size());
            assertThat(run).isNotDone();
            others.countDown();
            assertThat(run.get(30, TimeUnit.SECONDS).run().counts().succeeded()).isEqualTo(2000);
            assertThat(engine.asked).hasSize(2000).doesNotHaveDuplicates();
            assertThat(engine.outputRows()).isEqualTo(answered(2000));
        }
    }

    @Test
    void noConnectionIsHeldWhileAnswersAreAwaited() throws Exception {
        try (Engine engine = new Engine(directory, 40)) {
            engine.answer((row, call) -> {
                // Others than those that wait for calls need one for moments only.
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> engine.connectionsInUse() == 0);
                return Asking.reply(Asking.VALID);
            });
            assertThat(engine.launch().run().status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(engine.asked).hasSize(40);
        }
    }

    @Test
    void anInputWithoutRowsIsRefusedWhereThatIsWantedAndNothingIsWritten() throws Exception {
        try (Engine engine = new Engine(directory, 0)) {
            engine.empty = RunSpec.Empty.FAIL;
            assertThatThrownBy(engine::launch)
                    .isInstanceOfSatisfying(
                            ProblemException.class, e -> assertThat(e.problem()).contains("has no rows"));
            assertThat(engine.output).doesNotExist();
            assertThat(engine.runs().list()).as("no run that failed").isEmpty();
        }
    }

    @Test
    void proposesTheDelimiterThatMakesTheColumns() throws Exception {
        try (Engine engine = new Engine(directory, 0)) {
            engine.lines(List.of("id;text", "1;a"));
            assertThatThrownBy(engine::launch).hasMessageContaining("give " + Setting.DELIMITER.to("';'"));
            engine.lines(List.of("key;text", "1;a"));
            assertThatThrownBy(engine::launch).hasMessageContaining("lacks the column");
        }
    }

    @Test
    void anInputWithoutRowsIsComplete() throws Exception {
        try (Engine engine = new Engine(directory, 0)) {
            RunResult report = engine.launch();
            assertThat(report.run().status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(report.run().items()).isZero();
            assertThat(engine.output).hasContent("id,team,llmp_status,llmp_reason");
            assertThat(engine.launch().alreadyComplete()).isTrue();
        }
    }

    private static void await(CountDownLatch latch, boolean wait) {
        try {
            if (wait && !latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the run was not ended");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> answered(int rows) {
        return IntStream.range(0, rows)
                .mapToObj(row -> row + ",sales,SUCCEEDED,")
                .toList();
    }
}
