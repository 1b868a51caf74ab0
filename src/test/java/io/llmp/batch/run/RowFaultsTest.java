package io.llmp.batch.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.Nightly;
import io.llmp.batch.answer.online.Asking;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelReply.Ending;
import io.llmp.batch.llm.ModelResult;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.run.control.RunControl;
import io.llmp.batch.run.spec.SkipLimit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever single rows meet, in whatever order: the same command comes to the end, and each row has what it deserves. */
@Timeout(300)
class RowFaultsTest {

    private static final int ROWS = 60;

    @TempDir
    private Path directory;

    /** What the calls of a row meet: these results in turn, the last of them for ever. */
    @SuppressWarnings("ImmutableEnumChecker")
    private enum Fate {
        ANSWERED(null, Asking.reply(Asking.VALID)),
        REPAIRED(null, Asking.reply(Asking.INVALID), Asking.reply(Asking.VALID)),
        NEVER_VALID(SkipReason.INVALID_OUTPUT, Asking.reply(Asking.INVALID)),
        CUT(SkipReason.TRUNCATED, Asking.reply(Asking.VALID, Ending.TRUNCATED)),
        DECLINED(SkipReason.REFUSED, Asking.reply("no", Ending.REFUSED)),
        TOO_LONG(SkipReason.PROMPT_TOO_LONG, Asking.failure(FailureKind.PROMPT_TOO_LONG)),
        FILTERED(SkipReason.CONTENT_FILTERED, Asking.failure(FailureKind.CONTENT_FILTERED)),
        REJECTED(SkipReason.PROVIDER_REJECTED, Asking.failure(FailureKind.REJECTED)),
        BARRED(SkipReason.PROVIDER_REJECTED, Asking.failure(FailureKind.ACCESS_DENIED)),
        UNKNOWN(SkipReason.PROVIDER_REJECTED, Asking.failure(FailureKind.UNKNOWN_MODEL)),
        SETTING_REFUSED(SkipReason.PROVIDER_REJECTED, Asking.failure(FailureKind.SETTING_REFUSED));

        private final @Nullable SkipReason reason;
        private final List<ModelResult> results;

        Fate(@Nullable SkipReason reason, ModelResult... results) {
            this.reason = reason;
            this.results = List.of(results);
        }

        ModelResult of(int call) {
            return results.get(Math.min(call, results.size()) - 1);
        }
    }

    static IntStream seeds() {
        return IntStream.range(0, Nightly.choose(4, 12));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theSameCommandComesToTheEndAndAccountsForEveryRow(int seed) throws Exception {
        Random random = new Random(seed);
        double faulty = random.nextDouble();
        List<Fate> fates = new CopyOnWriteArrayList<>(IntStream.range(0, ROWS)
                .mapToObj(row -> random.nextDouble() < faulty
                        ? Fate.values()[random.nextInt(Fate.values().length)]
                        : Fate.ANSWERED)
                .toList());
        Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
        try (Engine engine = new Engine(directory, ROWS)) {
            engine.answer((row, call) -> {
                if (call <= Engine.SLOTS) {
                    // Before any answer, a refusal is the run's.
                    fates.set(Integer.parseInt(row), Fate.ANSWERED);
                }
                int ofRow =
                        calls.computeIfAbsent(row, key -> new AtomicInteger()).incrementAndGet();
                return fates.get(Integer.parseInt(row)).of(ofRow);
            });
            RunResult report = engine.launch(new RunControl(), new SkipLimit(100, true));
            for (int again = 0; again < 30 && report.run().status() == RunStatus.FAILED; again++) {
                report = engine.launch(new RunControl(), new SkipLimit(100, true));
            }
            assertThat(report.run().status()).as("%s", fates).isEqualTo(RunStatus.COMPLETED);
            assertThat(report.run().counts().done()).isEqualTo(ROWS);
            for (JobRecord record : engine.records(report.run())) {
                Fate fate = fates.get(Integer.parseInt(record.itemKey()));
                SkipReason reason = record.outcome() instanceof Outcome.Skipped skipped ? skipped.reason() : null;
                assertThat(reason).as("row %s, %s", record.itemKey(), fate).isEqualTo(fate.reason);
            }
        }
    }
}
