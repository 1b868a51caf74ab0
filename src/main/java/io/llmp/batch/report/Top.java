package io.llmp.batch.report;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/** The greatest of many, as few as are wanted; of equals those that came first. */
final class Top<T> {

    private final int most;
    private final Comparator<Ranked<T>> order = Comparator.<Ranked<T>>comparingDouble(Ranked::rank)
            .thenComparing(Comparator.<Ranked<T>>comparingLong(Ranked::arrival).reversed());
    private final PriorityQueue<Ranked<T>> kept = new PriorityQueue<>(order);
    private long arrivals;

    private record Ranked<T>(T value, double rank, long arrival) {}

    Top(int most) {
        this.most = most;
    }

    /** Takes in a value, which is only made if it is among the greatest. */
    void add(double rank, Supplier<T> value) {
        arrivals++;
        if (kept.size() == most && kept.element().rank() >= rank) {
            return;
        }
        kept.add(new Ranked<>(value.get(), rank, arrivals));
        if (kept.size() > most) {
            kept.remove();
        }
    }

    /** Returns the greatest first. */
    List<T> list() {
        return kept.stream().sorted(order.reversed()).map(Ranked::value).toList();
    }
}
