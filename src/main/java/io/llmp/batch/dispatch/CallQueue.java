package io.llmp.batch.dispatch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The calls that wait, in the order in which they are made: first those that were begun before, by their old places, then
 * those that were never made, first come, first served. Retries go last when their budget is spent. Not safe for use by
 * several threads.
 */
final class CallQueue {

    private final Queue<PendingCall> fresh = new ArrayDeque<>();
    private final PriorityQueue<PendingCall> begun = new PriorityQueue<>(Comparator.comparingLong(call -> call.order));
    private final PriorityQueue<PendingCall> later = new PriorityQueue<>(
            Comparator.comparingLong((PendingCall call) -> call.due).thenComparingLong(call -> call.order));
    private final PriorityQueue<PendingCall> retries =
            new PriorityQueue<>(Comparator.comparingLong(call -> call.order));
    private final RetryBudget budget;
    private Queue<PendingCall> nextFrom = fresh;
    private long orders;

    CallQueue(RetryBudget budget) {
        this.budget = budget;
    }

    /** Puts a call at the end. */
    void add(PendingCall call) {
        call.order = orders++;
        fresh.add(call);
    }

    /** Puts a call that follows up on an earlier one before those that were never made. */
    void addFollowUp(PendingCall call) {
        call.order = orders++;
        begun.add(call);
    }

    /** Puts a call back, from the time on at which it is due. */
    void putBack(PendingCall call) {
        later.add(call);
    }

    /** Returns the call that is next at {@code now}, without taking it; null when none may be made yet. */
    @Nullable
    PendingCall first(long now) {
        for (PendingCall call = later.peek(); call != null && call.due <= now; call = later.peek()) {
            later.remove();
            (call.isRetry ? retries : begun).add(call);
        }
        nextFrom = nextFrom();
        return nextFrom.peek();
    }

    /** Returns the call that {@link #first} returned last. */
    PendingCall peek() {
        return nextFrom.element();
    }

    private Queue<PendingCall> nextFrom() {
        if (!begun.isEmpty()) {
            return begun;
        }
        boolean retriesMayGo = budget.isLeft() || fresh.isEmpty();
        return !retries.isEmpty() && retriesMayGo ? retries : fresh;
    }

    /** Returns when the next of the calls that are not due becomes so; {@link Long#MAX_VALUE} when there is none. */
    long nextDue() {
        PendingCall next = later.peek();
        return next == null ? Long.MAX_VALUE : next.due;
    }

    /** Takes the call that {@link #first} returned last. */
    void removeFirst() {
        PendingCall call = nextFrom.remove();
        if (call.isRetry) {
            budget.spend();
        } else if (nextFrom == fresh) {
            budget.earn();
        }
    }

    int size() {
        return fresh.size() + begun.size() + retries.size() + later.size();
    }

    /** Takes all calls. */
    List<PendingCall> clear() {
        List<PendingCall> all = new ArrayList<>(begun);
        all.addAll(retries);
        all.addAll(fresh);
        all.addAll(later);
        begun.clear();
        retries.clear();
        fresh.clear();
        later.clear();
        return all;
    }
}
