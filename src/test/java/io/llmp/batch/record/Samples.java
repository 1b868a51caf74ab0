package io.llmp.batch.record;

import io.llmp.batch.input.FileIndex;
import io.llmp.batch.input.InputFingerprint;
import io.llmp.batch.input.Split;
import io.llmp.batch.input.columns.RowSchema;
import io.llmp.batch.llm.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Runs and records to test with. */
public final class Samples {

    public static final Instant START = Instant.parse("2026-03-01T12:00:00.123456Z");
    public static final Provenance PROVENANCE =
            new Provenance("ticket-triage", 3, "d".repeat(64), "openai", "gpt-5-mini");

    /** Of the execution below; a store does not look into it. */
    public static final String SPEC = "{\"format\":1}";

    /** Number of the split that the records below are of. */
    public static final int SPLIT = 7;

    /** A record of another run. */
    public static final RecordRef ELSEWHERE = new RecordRef(new RunId("e15e3e1e3e"), 5_000_000_000L);

    private Samples() {}

    public static RunIdentity identity(String name) {
        return new RunIdentity(
                PROVENANCE,
                "/data/" + name + ".csv",
                new InputFingerprint(1234, "a".repeat(64)),
                "/out/" + name + ".csv",
                null,
                null);
    }

    /** A run of {@link #identity} that was never begun. */
    public static Run run(String name, int ordinal, Instant createdAt) {
        return run(identity(name), ordinal, createdAt);
    }

    public static Run run(RunIdentity identity, int ordinal, Instant createdAt) {
        return run(identity.id(ordinal), identity, ordinal, createdAt);
    }

    public static Run run(RunId id, RunIdentity identity, int ordinal, Instant createdAt) {
        return new Run(
                id,
                identity,
                ordinal,
                new RowSchema(List.of("subject", "body"), null),
                new RunPricing(false, List.of()),
                RunState.NEW,
                RunCounts.NONE,
                new RunTimes(createdAt, null, null));
    }

    /** Returns a run as made with these prices. */
    public static Run madeWith(Run run, List<RunPrice> prices) {
        return new Run(
                run.id(),
                run.identity(),
                run.ordinal(),
                run.inputSchema(),
                new RunPricing(run.simulated(), prices),
                run.state(),
                run.counts(),
                run.times());
    }

    /** An execution that holds its run long enough for any test. */
    public static ExecutionStart execution(String owner) {
        return new ExecutionStart(owner, "process 4711 on testhost", 16, SPEC, null, Duration.ofSeconds(90));
    }

    /** Begins an execution that has the split of the records below, in a run of more items than any test has. */
    public static Lease begin(RunStore runs, SplitStore splits, RunId run, String owner) {
        Lease lease = runs.begin(run, execution(owner), START);
        take(splits, lease, 10_000_000_000L);
        return lease;
    }

    /** Has the run be one split of so many items, and takes that. */
    public static void take(SplitStore splits, Lease lease, long items) {
        splits.plan(lease, items, List.of(new Split(SPLIT, 0, 0, items, new FileIndex.Mark(0, 0))));
        splits.take(lease, SPLIT);
    }

    public static JobRecord answered(RunId run, long item) {
        CallCosts costs = new CallCosts(
                2,
                1,
                "stop",
                "req_" + item,
                new Usage(100, 40, 20),
                new BigDecimal("0.000125"),
                Duration.ofMillis(750),
                Duration.ofMillis(12));
        return record(run, item, new Outcome.Answered("{\"team\":\"sales\"}"), costs, START);
    }

    /** A skip that cost one unpriced call. */
    public static JobRecord skipped(RunId run, long item, SkipReason reason) {
        CallCosts costs =
                new CallCosts(1, 0, null, null, new Usage(50, 0, 5), null, Duration.ofMillis(30), Duration.ofMillis(1));
        return record(run, item, new Outcome.Skipped(reason, "because"), costs, START);
    }

    public static JobRecord record(RunId run, long item, Outcome outcome, CallCosts costs, Instant createdAt) {
        return new JobRecord(
                run,
                item,
                "key-" + item,
                SPLIT,
                "{\"subject\":\"s" + item + "\",\"body\":\"b\"}",
                "f".repeat(64),
                outcome,
                costs,
                PROVENANCE,
                createdAt);
    }
}
