package io.llmp.batch.run;

import io.llmp.batch.record.RunId;
import io.llmp.batch.record.RunStatus;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.run.control.CostToGo;
import io.llmp.batch.run.control.RunControl;
import io.llmp.batch.run.step.JobExecutions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.JobExecution;

/** What an execution leaves its run as, and why, in words that say how to continue. */
record RunEnding(RunStore runs, InstantSource clock) {

    private static final DateTimeFormatter TO_THE_MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** @param cause why the execution ended before its time, or null when it did not */
    RunStatus status(JobExecution execution, RunControl.@Nullable Cause cause) {
        if (JobExecutions.isComplete(execution)) {
            return RunStatus.COMPLETED;
        }
        if (cause instanceof RunControl.SpentUp || cause instanceof RunControl.LimitReached) {
            return RunStatus.STOPPED;
        }
        return cause instanceof RunControl.Requested requested
                ? requested.order().kind().status()
                : RunStatus.FAILED;
    }

    /**
     * Returns null when nobody said why.
     *
     * @param bounded whether the template bounds the tokens of an answer
     */
    @Nullable
    String reason(RunControl.@Nullable Cause cause, RunId run, boolean bounded) {
        if (cause instanceof RunControl.SpentUp spentUp) {
            return spentUp.problem() + " " + CostToGo.remedy(runs.get(run.value()), bounded);
        }
        if (cause instanceof RunControl.LimitReached limit) {
            return limit.problem() + " Run the same command again from " + TO_THE_MINUTE.format(minute(limit.again()))
                    + " on: every answer so far is kept.";
        }
        if (cause instanceof RunControl.Fatal fatal) {
            return fatal.problem() + " " + fatal.remedy();
        }
        return cause instanceof RunControl.Requested requested
                ? requested.order().reason()
                : null;
    }

    /** Rounded up, so that it is not too early. */
    private Instant minute(Duration again) {
        return clock.instant().plus(again).plusSeconds(59).truncatedTo(ChronoUnit.MINUTES);
    }
}
