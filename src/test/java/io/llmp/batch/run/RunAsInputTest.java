package io.llmp.batch.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.answer.online.Asking;
import io.llmp.batch.estimate.Estimate;
import io.llmp.batch.estimate.EstimateRequest;
import io.llmp.batch.estimate.Estimator;
import io.llmp.batch.input.InputOptions;
import io.llmp.batch.input.parquet.ParquetFiles;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelSelection;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.RunOrder;
import io.llmp.batch.record.RunPruning;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.run.control.RunControl;
import io.llmp.batch.run.spec.RunSpec;
import io.llmp.batch.run.spec.SkipLimit;
import io.llmp.batch.template.TemplateRef;
import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.Templates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The rows and answers of a run as the input of the next. */
@Timeout(300)
class RunAsInputTest {

    private static final String JUDGE = """
            name: judge
            key: id
            instruction: Judge the team.
            prompt: "{{id}} went to {{answer.team}}."
            input: {type: object, required: [id, answer.team],
                properties: {id: {type: string}, answer.team: {type: string}}}
            output: {type: object, required: [points], additionalProperties: false,
                properties: {points: {type: integer}}}
            """;

    @TempDir
    private Path directory;

    @Test
    void answersWhatAnotherRunSkippedInTheSameColumns() throws Exception {
        try (Engine engine = new Engine(directory, 40)) {
            Run first = skippingEveryFourth(engine);
            engine.asked.clear();
            engine.answer((row, call) -> Asking.reply(Asking.VALID));

            Run redone = engine.launch(
                            "triage", "run:" + first.id() + "?status=SKIPPED", out("rest.csv"), new RunControl())
                    .run();

            List<String> skipped = IntStream.range(0, 10)
                    .mapToObj(row -> Integer.toString(4 * row))
                    .toList();
            assertThat(engine.asked).containsExactlyInAnyOrderElementsOf(skipped);
            assertThat(redone.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(redone.identity().input()).isEqualTo("run:" + first.id() + "?status=SKIPPED");
            assertThat(Files.readAllLines(out("rest.csv")))
                    .first()
                    .isEqualTo(Files.readAllLines(engine.output).get(0));
            assertThat(rows("rest.csv"))
                    .isEqualTo(skipped.stream()
                            .map(row -> row + ",sales,SUCCEEDED,")
                            .toList());
        }
    }

    @Test
    void sendsRowsAsTheirOwnRunDidSoThatWhatWasPaidIsReused() throws Exception {
        try (Engine engine = new Engine(directory, 40)) {
            Run first = skippingEveryFourth(engine);
            engine.asked.clear();
            engine.answer((row, call) -> Asking.reply(Asking.VALID));

            Run again = engine.launch(
                            "triage", "run:" + first.id() + "?status=SUCCEEDED", out("again.csv"), new RunControl())
                    .run();

            assertThat(engine.asked).isEmpty();
            assertThat(again.counts().reused()).isEqualTo(30);
            assertThat(rows("again.csv")).first().isEqualTo("1,sales,sales,REUSED,");
        }
    }

    @Test
    void givesAnswersToTheNextTemplateAndTypesToTheOutput() throws Exception {
        try (Engine engine = new Engine(directory, 40)) {
            Run first = skippingEveryFourth(engine);
            engine.part(TemplateRegistry.class).apply(Templates.of(JUDGE), "judge.yaml");
            engine.asked.clear();
            engine.answer((row, call) -> Asking.reply("{\"points\":" + row + "}"));

            Run judged = engine.launch("judge", "run:" + first.id(), out("judged.csv"), new RunControl())
                    .run();

            assertThat(judged.counts().succeeded()).isEqualTo(30);
            assertThat(Files.readAllLines(out("judged.csv")))
                    .startsWith(
                            "id,answer.team,points,llmp_status,llmp_reason",
                            "0,,,SKIPPED,INVALID_INPUT",
                            "1,sales,1,SUCCEEDED,");

            engine.part(TemplateRegistry.class)
                    .apply(
                            Templates.of(JUDGE.replace("name: judge", "name: second")
                                    .replace("answer.team", "answer.points")
                                    .replace("answer.points: {type: string}", "answer.points: {type: integer}")),
                            "second.yaml");
            engine.launch(
                    "second", "run:" + judged.id() + "?status=SUCCEEDED", out("second.parquet"), new RunControl());
            assertThat(ParquetFiles.read(out("second.parquet")).get(6))
                    .as("a number stays one, whose type is that of its template's output")
                    .hasToString("{\"id\":\"9\",\"answer.team\":\"sales\",\"answer.points\":9,\"points\":99,"
                            + "\"llmp_status\":\"SUCCEEDED\",\"llmp_reason\":null}");
        }
    }

    @Test
    void continuesAfterAStopWithoutAskingTwice() throws Exception {
        try (Engine engine = new Engine(directory, 400)) {
            Run first = engine.launch().run();
            engine.part(TemplateRegistry.class).apply(Templates.of(JUDGE), "judge.yaml");
            engine.asked.clear();
            RunControl control = new RunControl();
            engine.answer((row, call) -> {
                if (call == 100) {
                    control.stop(new RunControl.Requested(new RunOrder(RunOrder.Kind.STOP, null)));
                }
                return Asking.reply("{\"points\":1}");
            });

            Run stopped = engine.launch("judge", "run:" + first.id(), out("judged.csv"), control)
                    .run();
            assertThat(stopped.status()).isEqualTo(RunStatus.STOPPED);
            assertThat(stopped.counts().done()).isLessThan(400);
            Run resumed = engine.restart(stopped.id()).run();

            assertThat(resumed.id()).isEqualTo(stopped.id());
            assertThat(resumed.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(engine.asked).hasSize(400).doesNotHaveDuplicates();
            assertThat(rows("judged.csv")).hasSize(400);
        }
    }

    @Test
    void isNotRestartedOnceTheRunThatItReadsHasChanged() throws Exception {
        try (Engine engine = new Engine(directory, 40)) {
            Run first = skippingEveryFourth(engine);
            RunControl control = new RunControl();
            engine.answer((row, call) -> {
                control.stop(new RunControl.Requested(new RunOrder(RunOrder.Kind.STOP, null)));
                return Asking.reply(Asking.VALID);
            });
            String address = "run:" + first.id() + "?status=SKIPPED";
            Run stopped =
                    engine.launch("triage", address, out("rest.csv"), control).run();
            assertThat(stopped.status()).isEqualTo(RunStatus.STOPPED);

            engine.answer(
                    (row, call) -> row.equals("4") ? Asking.reply(Asking.VALID) : Asking.failure(FailureKind.REJECTED));
            engine.retry(first.id(), SkipReason.PROVIDER_REJECTED, 100);

            assertInvalid(
                    () -> engine.restart(stopped.id()),
                    "Run " + stopped.id() + " cannot be restarted: its input " + address + " has changed since.");
            engine.answer((row, call) -> Asking.reply(Asking.VALID));
            Run another = engine.launch("triage", address, out("rest.csv"), new RunControl())
                    .run();
            assertThat(another.id()).isNotEqualTo(stopped.id());
            assertThat(another.status()).isEqualTo(RunStatus.COMPLETED);
        }
    }

    @Test
    void failsWhenTheRunThatItReadsIsContinuedMeanwhileAndKeepsItsAnswers() throws Exception {
        try (Engine engine = new Engine(directory, 400)) {
            Run first = engine.launch().run();
            engine.part(TemplateRegistry.class).apply(Templates.of(JUDGE), "judge.yaml");
            engine.answer((row, call) -> {
                if (call == 50) {
                    engine.sql("UPDATE LLMP_RUN SET EXECUTIONS = EXECUTIONS + 1 WHERE RUN_ID = '" + first.id() + "'");
                }
                return Asking.reply("{\"points\":1}");
            });

            assertThatThrownBy(() -> engine.launch("judge", "run:" + first.id(), out("judged.csv"), new RunControl()))
                    .isInstanceOfSatisfying(ProblemException.class, e -> {
                        assertThat(e.kind()).isEqualTo(ProblemException.Kind.FAILED);
                        assertThat(e.problem())
                                .startsWith("The input run:" + first.id() + " changed while it was read");
                    });

            Run failed = engine.runs().get("last");
            assertThat(failed.status()).isEqualTo(RunStatus.FAILED);
            assertThat(failed.counts().succeeded()).isGreaterThanOrEqualTo(50);
        }
    }

    @Test
    void refusesWhatIsNoInputBeforeAnythingIsPaid() throws Exception {
        try (Engine engine = new Engine(directory, 40)) {
            Run first = skippingEveryFourth(engine);
            engine.asked.clear();

            assertInvalid(() -> launch(engine, "run:nope"), "There is no run nope.");
            assertInvalid(() -> launch(engine, "run:last"), "run:last is another input as soon as this run has begun.");
            assertInvalid(
                    () -> engine.launch("triage", "run:" + first.id(), engine.output, new RunControl()),
                    "The output " + engine.output + " belongs to the input run:" + first.id() + ".");
            engine.part(RunPruning.class).remove(first.id());
            assertInvalid(() -> launch(engine, "run:" + first.id()), "There are no runs yet.");
            assertThat(engine.asked).isEmpty();
        }
    }

    @Test
    void namesTheRunThatTheNewestOneIs() throws Exception {
        try (Engine engine = new Engine(directory, 4)) {
            RunId first = engine.launch().run().id();
            assertThatThrownBy(() -> launch(engine, "run:last?status=SUCCEEDED"))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.remedy())
                                    .isEqualTo("Name the run: "
                                            + Setting.INPUT.to("'run:" + first + "?status=SUCCEEDED'") + "."));
        }
    }

    @Test
    void isCompleteAtOnceWhereNoRowIsChosen() throws Exception {
        try (Engine engine = new Engine(directory, 4)) {
            Run first = engine.launch().run();
            String none = "run:" + first.id() + "?status=SKIPPED";

            assertThat(launch(engine, none).run().status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(rows("x.csv")).isEmpty();
            engine.empty = RunSpec.Empty.FAIL;
            assertInvalid(() -> launch(engine, none), "The input " + none + " has no rows.");
        }
    }

    @Test
    void isEstimatedToo() throws Exception {
        try (Engine engine = new Engine(directory, 40)) {
            Run first = skippingEveryFourth(engine);

            Estimate estimate = engine.part(Estimator.class)
                    .estimate(new EstimateRequest(
                            TemplateRef.parse("triage"),
                            "run:last?status=SKIPPED",
                            InputOptions.DEFAULT,
                            new ModelSelection(null, null, null, null, null, null),
                            null,
                            true));

            assertThat(first.counts().skipped()).isEqualTo(10);
            assertThat(estimate.rows().all()).isEqualTo(10);
        }
    }

    private RunResult launch(Engine engine, String address) {
        return engine.launch("triage", address, out("x.csv"), new RunControl());
    }

    private static Run skippingEveryFourth(Engine engine) {
        engine.answer((row, call) ->
                Integer.parseInt(row) % 4 == 0 ? Asking.failure(FailureKind.REJECTED) : Asking.reply(Asking.VALID));
        Run run = engine.launch(new RunControl(), SkipLimit.parse("100%")).run();
        assertThat(run.counts().skipped()).isEqualTo(10);
        return run;
    }

    private Path out(String name) {
        return directory.resolve(name);
    }

    private List<String> rows(String name) throws IOException {
        List<String> lines = Files.readAllLines(out(name));
        return lines.subList(1, lines.size());
    }

    private static void assertInvalid(ThrowingCallable action, String problem) {
        assertThatThrownBy(action).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.kind()).isEqualTo(ProblemException.Kind.INVALID);
            assertThat(e.problem()).isEqualTo(problem);
        });
    }
}
