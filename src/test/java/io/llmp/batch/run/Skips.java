package io.llmp.batch.run;

import io.llmp.batch.record.CallCosts;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.Provenance;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.SkipReason;
import java.time.Instant;
import java.util.Set;

/** Records of a run, one after the other, as its watch sees them. */
final class Skips {

    final RunControl control = new RunControl();
    final SkipWatch watch;
    private RunCounts counts = RunCounts.NONE;

    Skips(SkipLimit limit) {
        this(limit, Set.of());
    }

    /** @param again items that an earlier execution skipped */
    Skips(SkipLimit limit, Set<Long> again) {
        this.watch = new SkipWatch(limit, control, again);
    }

    Skips answered(int times) {
        for (int i = 0; i < times; i++) {
            record(new Outcome.Answered("{}"));
        }
        return this;
    }

    Skips skipped(int times, SkipReason reason) {
        for (int i = 0; i < times; i++) {
            record(new Outcome.Skipped(reason, "what happened"));
        }
        return this;
    }

    boolean goesOn() {
        return control.cause() == null;
    }

    /** What the user is told. */
    String problem() {
        return control.cause() instanceof RunControl.Fatal fatal ? fatal.problem() : "";
    }

    private void record(Outcome outcome) {
        JobRecord record = record(counts.done(), outcome);
        counts = counts.plus(record);
        watch.recorded(record, counts);
    }

    static JobRecord record(long item, Outcome outcome) {
        Provenance provenance = new Provenance("triage", 1, "d", "openai", "gpt");
        return new JobRecord(
                new RunId("abc"), item, "k" + item, 0, "{}", null, outcome, CallCosts.NONE, provenance, Instant.EPOCH);
    }
}
