package io.llmp.batch.run;

import io.llmp.batch.record.CallCosts;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.Provenance;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.run.control.RunControl;
import io.llmp.batch.run.control.SkipWatch;
import io.llmp.batch.run.spec.SkipLimit;
import java.time.Instant;
import java.util.Set;

/** Records of a run, one after the other, as its watch sees them. */
public final class Skips {

    public final RunControl control = new RunControl();
    public final SkipWatch watch;
    private RunCounts counts = RunCounts.NONE;

    public Skips(SkipLimit limit) {
        this(limit, Set.of());
    }

    /** @param again items that an earlier execution skipped */
    public Skips(SkipLimit limit, Set<Long> again) {
        this.watch = new SkipWatch(limit, control, again);
    }

    public Skips answered(int times) {
        for (int i = 0; i < times; i++) {
            record(new Outcome.Answered("{}"));
        }
        return this;
    }

    public Skips skipped(int times, SkipReason reason) {
        for (int i = 0; i < times; i++) {
            record(new Outcome.Skipped(reason, "what happened"));
        }
        return this;
    }

    public boolean goesOn() {
        return control.cause() == null;
    }

    /** What the user is told. */
    public String problem() {
        return control.cause() instanceof RunControl.Fatal fatal ? fatal.problem() : "";
    }

    private void record(Outcome outcome) {
        JobRecord record = record(counts.done(), outcome);
        counts = counts.plus(record);
        watch.recorded(record, counts);
    }

    public static JobRecord record(long item, Outcome outcome) {
        Provenance provenance = new Provenance("triage", 1, "d", "openai", "gpt");
        return new JobRecord(
                new RunId("abc"), item, "k" + item, 0, "{}", null, outcome, CallCosts.NONE, provenance, Instant.EPOCH);
    }
}
