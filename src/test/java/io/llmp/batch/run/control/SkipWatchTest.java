package io.llmp.batch.run.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.problem.Setting;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.run.Skips;
import io.llmp.batch.run.spec.SkipLimit;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class SkipWatchTest {

    private static final SkipLimit ANY = new SkipLimit(100, true);

    @ParameterizedTest
    @EnumSource(names = {"PROVIDER_REJECTED", "PROVIDER_UNAVAILABLE", "TIMED_OUT", "INVALID_OUTPUT", "TRUNCATED"})
    void twentyInARowForAReasonThatIsNotTheRowsEndTheRun(SkipReason reason) {
        Skips run = new Skips(ANY).answered(1).skipped(19, reason);
        assertThat(run.goesOn()).isTrue();
        run.skipped(1, reason);
        assertThat(run.problem()).contains("20 rows in a row", reason.name(), "what happened");
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"PROVIDER_REJECTED", "PROVIDER_UNAVAILABLE", "TIMED_OUT", "INVALID_OUTPUT", "TRUNCATED"})
    void rowsMayBeBadInAnyNumberInARow(SkipReason reason) {
        assertThat(new Skips(ANY).skipped(500, reason).goesOn()).isTrue();
    }

    @Test
    void anAnswerOrAnotherReasonBeginsTheRowAnew() {
        assertThat(new Skips(ANY)
                        .skipped(19, SkipReason.INVALID_OUTPUT)
                        .answered(1)
                        .skipped(19, SkipReason.INVALID_OUTPUT)
                        .skipped(1, SkipReason.MALFORMED_ROW)
                        .skipped(19, SkipReason.INVALID_OUTPUT)
                        .skipped(19, SkipReason.TRUNCATED)
                        .goesOn())
                .isTrue();
    }

    @Test
    void theRowsOfTheStreakThatEndsARunAreNotSettledByIt() {
        Skips run = new Skips(ANY).skipped(3, SkipReason.PROVIDER_REJECTED).answered(1);
        run.skipped(19, SkipReason.PROVIDER_REJECTED);
        assertThat(run.watch.pending()).isEmpty();
        run.skipped(1, SkipReason.PROVIDER_REJECTED);
        // In flight when the run was ended.
        run.answered(1).skipped(2, SkipReason.PROVIDER_REJECTED).skipped(1, SkipReason.CONTENT_FILTERED);
        assertThat(run.watch.pending())
                .hasSize(22)
                .doesNotContain(0L, 1L, 2L)
                .contains(4L, 23L, 25L, 26L)
                .doesNotContain(24L, 27L);
    }

    @Test
    void rowsThatAreSkippedAgainEndNoRunByThemselves() {
        Set<Long> again = LongStream.range(0, 50).boxed().collect(Collectors.toSet());
        Skips bad = new Skips(ANY, again).skipped(50, SkipReason.PROVIDER_REJECTED);
        assertThat(bad.goesOn()).isTrue();
        assertThat(bad.answered(1).watch.pending()).isEmpty();

        Skips stillBroken = new Skips(ANY, again).skipped(70, SkipReason.PROVIDER_REJECTED);
        assertThat(stillBroken.goesOn()).isFalse();
        assertThat(stillBroken.watch.pending()).as("it is not the rows").hasSize(70);
    }

    @Test
    void aShareIsJudgedFromTheHundredthItemOn() {
        Skips early =
                new Skips(SkipLimit.DEFAULT).skipped(50, SkipReason.REFUSED).answered(49);
        assertThat(early.goesOn()).isTrue();
        early.answered(1).skipped(1, SkipReason.REFUSED);
        assertThat(early.problem()).contains("51 of 101", Setting.MAX_SKIPS.to("10%"));
    }

    @Test
    void aShareIsTooLargeOnlyAboveTheLimit() {
        Skips run = new Skips(SkipLimit.DEFAULT).answered(99).skipped(11, SkipReason.REFUSED);
        assertThat(run.goesOn()).as("11 of 110").isTrue();
        run.skipped(1, SkipReason.REFUSED);
        assertThat(run.problem()).contains("12 of 111");
    }

    @Test
    void aNumberIsJudgedFromTheFirstItemOn() {
        Skips three = new Skips(new SkipLimit(3, false)).skipped(3, SkipReason.REFUSED);
        assertThat(three.goesOn()).isTrue();
        assertThat(three.skipped(1, SkipReason.REFUSED).problem()).contains("4 of 4", Setting.MAX_SKIPS.to(3));
        assertThat(new Skips(new SkipLimit(0, false)).answered(5).goesOn()).isTrue();
        assertThat(new Skips(new SkipLimit(0, false))
                        .answered(5)
                        .skipped(1, SkipReason.REFUSED)
                        .goesOn())
                .isFalse();
    }

    @Test
    void aProviderThatNeverAnsweredAndCannotBeReachedEndsTheRunAtOnce() {
        Skips run = new Skips(ANY).skipped(1, SkipReason.MALFORMED_ROW).skipped(1, SkipReason.PROVIDER_UNAVAILABLE);
        assertThat(run.problem()).contains("gave no answer", "what happened");
    }

    @Test
    void aProviderThatAnsweredBeforeMayBeAwayForAWhile() {
        assertThat(new Skips(ANY)
                        .answered(1)
                        .skipped(19, SkipReason.PROVIDER_UNAVAILABLE)
                        .answered(1)
                        .skipped(19, SkipReason.PROVIDER_UNAVAILABLE)
                        .goesOn())
                .isTrue();
    }

    @Test
    void onlyTheFirstCauseCounts() {
        Skips run = new Skips(new SkipLimit(0, false)).skipped(1, SkipReason.REFUSED);
        RunControl.Cause first = run.control.cause();
        run.skipped(40, SkipReason.TIMED_OUT);
        assertThat(run.control.cause()).isSameAs(first);
    }
}
