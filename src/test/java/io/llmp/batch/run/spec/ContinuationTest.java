package io.llmp.batch.run.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.record.RunPricing;
import io.llmp.batch.record.RunState;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.RunTimes;
import io.llmp.batch.record.Samples;
import io.llmp.batch.record.SkipReason;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ContinuationTest {

    @ParameterizedTest
    @EnumSource(RunStatus.class)
    void onlyAPausedRunIsResumed(RunStatus status) {
        Continuation resume = new Continuation.Resume(null);
        if (status == RunStatus.PAUSED) {
            assertThatCode(() -> resume.require(run(status, 0))).doesNotThrowAnyException();
        } else {
            assertRefused(
                    resume,
                    run(status, 0),
                    "is not paused: it is " + status.name().toLowerCase(Locale.ROOT));
        }
    }

    @ParameterizedTest
    @CsvSource({"STOPPED, ", "FAILED, ", "RUNNING, ", "ABANDONED, ", "COMPLETED, is complete.", "PAUSED, is paused."})
    void whatIsCompleteOrPausedIsNotRestarted(RunStatus status, String problem) {
        assertRequirement(new Continuation.Restart(), run(status, 1), problem);
    }

    @ParameterizedTest
    @CsvSource({
        "STOPPED, 0, ",
        "FAILED, 0, ",
        "RUNNING, 0, ",
        "COMPLETED, 1, ",
        "COMPLETED, 0, has no skipped rows.",
        "PAUSED, 1, is paused."
    })
    void aRetryNeedsWhatItRetries(RunStatus status, long skipped, String problem) {
        assertRequirement(Continuation.Retry.of(null, 1), run(status, skipped), problem);
    }

    @Test
    void aRetryLeavesOutWhatNoCallCanChange() {
        assertThat(Continuation.Retry.of(null, 7).retried().reasons())
                .doesNotContain(SkipReason.MALFORMED_ROW, SkipReason.INVALID_INPUT)
                .hasSize(SkipReason.values().length - 2);
        Retried chosen = Continuation.Retry.of(SkipReason.INVALID_INPUT, 7).retried();
        assertThat(chosen.reasons()).containsExactly(SkipReason.INVALID_INPUT);
        assertThat(chosen.most()).isEqualTo(7);
    }

    private static void assertRequirement(Continuation how, Run run, String problem) {
        if (problem == null) {
            assertThatCode(() -> how.require(run)).doesNotThrowAnyException();
        } else {
            assertRefused(how, run, problem);
        }
    }

    private static void assertRefused(Continuation how, Run run, String problem) {
        assertThatThrownBy(() -> how.require(run)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.kind()).isEqualTo(ProblemException.Kind.INVALID);
            assertThat(e.problem()).contains(run.id().value()).contains(problem);
        });
    }

    private static Run run(RunStatus status, long skipped) {
        Run run = Samples.run("continued", 1, Samples.START);
        RunCounts none = RunCounts.NONE;
        RunCounts counts = new RunCounts(
                none.succeeded(), none.reused(), skipped, none.attempts(), none.usage(), none.cost(), none.unpriced());
        return new Run(
                run.id(),
                run.identity(),
                run.ordinal(),
                run.inputSchema(),
                new RunPricing(run.simulated(), List.of()),
                new RunState(status, null, run.items(), 1, 0, false, null),
                counts,
                new RunTimes(run.createdAt(), null, null));
    }
}
