package io.llmp.batch.report;

import io.llmp.batch.llm.Usage;
import io.llmp.batch.record.CallCosts;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.Samples;
import io.llmp.batch.record.SkipReason;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Records to make reports of. */
final class Notes {

    static final RunId RUN = new RunId("0123456789");

    private Notes() {}

    static JobRecord answered(long item, Instant at, long latencyMillis) {
        return record(item, answer("{\"team\":\"sales\",\"urgency\":3}"), costs(0, latencyMillis, "0.001"), at);
    }

    static JobRecord skipped(long item, Instant at, SkipReason reason) {
        return record(item, new Outcome.Skipped(reason, "because"), costs(0, 20, "0.0005"), at);
    }

    static Outcome answer(String json) {
        return new Outcome.Answered(json);
    }

    static CallCosts costs(int repairs, long latencyMillis, @Nullable String cost) {
        return costs(repairs, latencyMillis, cost, new Usage(100, 40, 20));
    }

    static CallCosts costs(int repairs, long latencyMillis, @Nullable String cost, Usage usage) {
        return new CallCosts(
                repairs + 1,
                repairs,
                "stop",
                null,
                usage,
                cost == null ? null : new BigDecimal(cost),
                Duration.ofMillis(latencyMillis),
                Duration.ofMillis(5));
    }

    static JobRecord record(long item, Outcome outcome, CallCosts costs, Instant at) {
        return Samples.record(RUN, item, outcome, costs, at);
    }
}
