package io.llmp.batch.answer;

import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.KeptAnswer;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.RecordRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Has identical requests answered once: an answer that some record keeps is taken, and of the items in flight that make
 * the same request one is sent and the others take its answer. Safe for use by many threads.
 */
public final class SharedRequests {

    /**
     * The result of a request.
     *
     * @param outcome what became of the item whose request was sent, or null when the run ended first
     * @param record the record that has it
     * @param sharable whether identical requests may take it; not so where another model answered than the one asked for
     */
    public record Result(@Nullable Outcome outcome, RecordRef record, boolean sharable) {}

    /** What is done about an item. Each result completes when the item's record is durable, or there is none. */
    public interface Desk {

        /** Has the model asked. */
        CompletableFuture<Result> ask(PreparedItem.Valid item);

        /** Takes the result of an identical request. */
        CompletableFuture<Void> take(PreparedItem.Valid item, Result shared);
    }

    private final JobRecordStore records;
    private final ConcurrentMap<String, CompletableFuture<Result>> underWay = new ConcurrentHashMap<>();

    public SharedRequests(JobRecordStore records) {
        this.records = records;
    }

    /** Has something done about each item; returns a result for each, in whatever order. */
    public List<CompletableFuture<?>> answer(List<PreparedItem.Valid> items, Desk desk) {
        List<CompletableFuture<?>> durable = new ArrayList<>();
        Map<PreparedItem.Valid, CompletableFuture<Result>> first = new LinkedHashMap<>();
        for (PreparedItem.Valid item : items) {
            CompletableFuture<Result> mine = new CompletableFuture<>();
            CompletableFuture<Result> other = underWay.putIfAbsent(item.fingerprint(), mine);
            if (other == null) {
                first.put(item, mine);
            } else {
                durable.add(other.thenCompose(result -> result.sharable()
                        ? desk.take(item, result)
                        : desk.ask(item).thenAccept(own -> {})));
            }
        }
        durable.addAll(answerFirst(first, desk));
        return durable;
    }

    /**
     * The look-up comes after the registration, and that ends only when a record is durable: so whoever is first either
     * finds the answer of the one before or comes before anybody else.
     */
    private List<CompletableFuture<?>> answerFirst(
            Map<PreparedItem.Valid, CompletableFuture<Result>> first, Desk desk) {
        Map<String, KeptAnswer> kept;
        try {
            kept = first.isEmpty()
                    ? Map.of()
                    : records.answers(first.keySet().stream()
                            .map(PreparedItem.Valid::fingerprint)
                            .toList());
        } catch (RuntimeException e) {
            first.forEach((item, mine) -> end(item, mine, null, e));
            return List.copyOf(first.values());
        }
        List<CompletableFuture<?>> durable = new ArrayList<>();
        first.forEach((item, mine) -> durable.add(answer(item, kept.get(item.fingerprint()), desk)
                .whenComplete((result, failure) -> end(item, mine, result, failure))));
        return durable;
    }

    private static CompletableFuture<Result> answer(PreparedItem.Valid item, @Nullable KeptAnswer kept, Desk desk) {
        try {
            if (kept == null) {
                return desk.ask(item);
            }
            Result found = new Result(new Outcome.Answered(kept.output()), kept.record(), true);
            return desk.take(item, found).thenApply(nothing -> found);
        } catch (RuntimeException e) {
            // Whoever waits for this request's result must get one.
            return CompletableFuture.failedFuture(e);
        }
    }

    private void end(
            PreparedItem.Valid item,
            CompletableFuture<Result> mine,
            @Nullable Result result,
            @Nullable Throwable failure) {
        underWay.remove(item.fingerprint());
        if (failure == null) {
            mine.complete(result);
        } else {
            mine.completeExceptionally(failure);
        }
    }
}
