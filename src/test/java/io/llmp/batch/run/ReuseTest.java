package io.llmp.batch.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.answer.online.Asking;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.RecordRef;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunOrder;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.run.control.RunControl;
import io.llmp.batch.run.spec.SkipLimit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ReuseTest {

    @TempDir
    private Path directory;

    @Test
    void identicalRowsAreAskedAboutOnceWhereverTheyAre() throws Exception {
        try (Engine engine = new Engine(directory, 0)) {
            engine.input(ids(900, 10));
            Run run = engine.launch().run();
            assertThat(engine.asked).hasSize(10).doesNotHaveDuplicates();
            assertThat(run.counts().succeeded()).isEqualTo(10);
            assertThat(run.counts().reused()).isEqualTo(890);
            assertThat(run.counts().attempts()).isEqualTo(10);
            assertThat(engine.outputRows()).hasSize(900).allMatch(row -> row.contains(",sales,"));
            assertEveryReusedAnswerComesFromOneThatWasGiven(engine.records(run));
        }
    }

    private static void assertEveryReusedAnswerComesFromOneThatWasGiven(List<JobRecord> records) {
        Map<RecordRef, JobRecord> byName = records.stream()
                .collect(Collectors.toMap(
                        record -> new RecordRef(record.run(), record.itemIndex()), Function.identity()));
        for (JobRecord record : records) {
            RecordRef from = ((Outcome.Answered) record.outcome()).from();
            if (from != null) {
                JobRecord source = Objects.requireNonNull(byName.get(from));
                assertThat(source.outcome().status()).isEqualTo(Outcome.Status.SUCCEEDED);
                assertThat(source.requestFingerprint()).isEqualTo(record.requestFingerprint());
                assertThat(record.costs().attempts()).isZero();
                assertThat(record.costs().cost()).isZero();
            }
        }
    }

    @Test
    void aGrownInputPaysForItsNewRowsOnly() throws Exception {
        try (Engine engine = new Engine(directory, 200)) {
            engine.launch();
            engine.asked.clear();
            engine.input(ids(230, 230));
            Run run = engine.launch().run();
            assertThat(engine.asked)
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(200, 230)
                            .mapToObj(Integer::toString)
                            .toList());
            assertThat(run.counts().reused()).isEqualTo(200);
            assertThat(engine.outputRows()).hasSize(230);
        }
    }

    @Test
    void aChangeOfWhatTheProviderIsConfiguredToAskAsksAboutAllRowsAgain() throws Exception {
        try (Engine engine = new Engine(directory, 20)) {
            engine.launch();
            assertThat(engine.asked).hasSize(20);
        }
        Files.delete(directory.resolve("out.csv"));
        try (Engine engine = new Engine(directory, 21, "{\"service_tier\": \"flex\"}")) {
            engine.launch();
            assertThat(engine.asked).as("the same, and later").containsExactly("20");
        }
        Files.delete(directory.resolve("out.csv"));
        try (Engine engine = new Engine(directory, 22, "{\"top_k\": 40}")) {
            engine.launch();
            assertThat(engine.asked).as("another question").hasSize(22);
        }
    }

    @Test
    void withoutReuseEveryRowIsAskedAboutAndItsAnswersAreNotLostForLaterRuns() throws Exception {
        try (Engine engine = new Engine(directory, 0)) {
            engine.input(ids(60, 10));
            Run first = engine.launch(false).run();
            assertThat(engine.asked).hasSize(60);
            assertThat(first.counts().reused()).isZero();
            engine.input(ids(61, 10));
            engine.launch();
            assertThat(engine.asked).hasSize(60);
        }
    }

    @Test
    void rowsThatWaitForTheSameRequestShareItsSkipAndPayOnce() throws Exception {
        try (Engine engine = new Engine(directory, 0)) {
            engine.input(ids(12, 3));
            engine.answer((row, call) -> Asking.reply(row.equals("2") ? Asking.INVALID : Asking.VALID));
            RunResult report = engine.launch(new RunControl(), new SkipLimit(40, false));
            Run run = report.run();
            assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(run.counts().skipped()).isEqualTo(4);
            List<JobRecord> skipped = engine.records(run).stream()
                    .filter(record -> record.outcome() instanceof Outcome.Skipped)
                    .toList();
            assertThat(skipped)
                    .extracting(record -> record.costs().attempts())
                    .as("one item was asked about, with two repairs")
                    .containsOnlyOnce(3)
                    .contains(0);
        }
    }

    @Test
    void rowsThatWaitForAnotherAreLeftForTheNextExecutionWhenTheRunStops() throws Exception {
        try (Engine engine = new Engine(directory, 0)) {
            engine.input(ids(500, 250));
            RunControl control = new RunControl();
            engine.answer((row, call) -> {
                if (call == 40) {
                    control.stop(new RunControl.Requested(new RunOrder(RunOrder.Kind.STOP, null)));
                }
                return Asking.reply(Asking.VALID);
            });
            assertThat(engine.launch(control, SkipLimit.DEFAULT).run().status()).isEqualTo(RunStatus.STOPPED);
            assertThat(engine.launch().run().status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(new HashSet<>(engine.asked)).hasSize(250).hasSameSizeAs(engine.asked);
            assertThat(engine.outputRows()).hasSize(500);
        }
    }

    private static List<String> ids(int rows, int different) {
        return IntStream.range(0, rows)
                .mapToObj(row -> Integer.toString(row % different))
                .toList();
    }
}
