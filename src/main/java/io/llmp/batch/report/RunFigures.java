package io.llmp.batch.report;

import io.llmp.batch.export.ResultSchema.OutputColumn;
import io.llmp.batch.record.CallCosts;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Outcome;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What can be said of records without keeping them: one pass, in memory that does not grow with their number. */
public final class RunFigures {

    private static final int TOP = 10;

    private final WorkTime workTime;
    private final List<FieldFigures> fields;
    private final Distribution latency = new Distribution();
    private final Distribution queued = new Distribution();
    private final Distribution promptTokens = new Distribution();
    private final Distribution completionTokens = new Distribution();
    private final MoneyFigures money = new MoneyFigures();
    private final SkipFigures skips = new SkipFigures();
    private final Top<ItemNote> slowest = new Top<>(TOP);
    private final Top<ItemNote> dearest = new Top<>(TOP);
    private long retries;

    /**
     * Of no record yet.
     *
     * @param columns the fields of the answers
     * @param begins when each execution began; at least one
     */
    RunFigures(List<OutputColumn> columns, List<Instant> begins) {
        fields = columns.stream().map(FieldFigures::new).toList();
        workTime = new WorkTime(begins);
    }

    void add(JobRecord record) {
        workTime.add(record);
        money.add(record);
        skips.add(record);
        if (!fields.isEmpty() && record.outcome() instanceof Outcome.Answered answered) {
            JsonNode answer = JsonMapper.shared().readTree(answered.output());
            fields.forEach(field -> field.add(answer.path(field.name())));
        }
        if (record.costs().attempts() > 0) {
            addCalled(record);
        }
    }

    /** Items that never reached the provider would only dilute what is said of calls. */
    private void addCalled(JobRecord record) {
        CallCosts costs = record.costs();
        latency.add(costs.latency().toMillis());
        queued.add(costs.queued().toMillis());
        retries += costs.attempts() - 1 - costs.repairs();
        slowest.add((double) costs.latency().toMillis(), () -> ItemNote.of(record));
        if (costs.usage().total() > 0) {
            promptTokens.add(costs.usage().promptTokens());
            completionTokens.add(costs.usage().completionTokens());
            dearest.add(price(costs), () -> ItemNote.of(record));
        }
    }

    /** Where nothing has a price, tokens tell what is dear; where something has, whatever has none comes last. */
    private static double price(CallCosts costs) {
        double cost = costs.cost() == null ? 0 : costs.cost().doubleValue();
        return cost > 0 ? cost : costs.usage().total() * Double.MIN_NORMAL;
    }

    /** What was done when. */
    public WorkTime workTime() {
        return workTime;
    }

    /** The fields of the answers, in the order of the template. */
    public List<FieldFigures> fields() {
        return fields;
    }

    /** Milliseconds from the first attempt to the last reply, of items that reached the provider. */
    public Distribution latency() {
        return latency;
    }

    /** Milliseconds from being ready to the first attempt, of the same items. */
    public Distribution queued() {
        return queued;
    }

    /** Prompt tokens of items that got a reply. */
    public Distribution promptTokens() {
        return promptTokens;
    }

    /** Completion tokens of items that got a reply. */
    public Distribution completionTokens() {
        return completionTokens;
    }

    public MoneyFigures money() {
        return money;
    }

    public SkipFigures skips() {
        return skips;
    }

    /** Attempts made because an earlier one had failed in passing. */
    public long retries() {
        return retries;
    }

    /** The slowest items, slowest first. */
    public List<ItemNote> slowest() {
        return slowest.list();
    }

    /** The items that cost most, or without prices took most tokens, dearest first. */
    public List<ItemNote> dearest() {
        return dearest.list();
    }
}
