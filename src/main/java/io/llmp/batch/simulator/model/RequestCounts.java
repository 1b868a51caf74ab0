package io.llmp.batch.simulator.model;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Counts how often each request came and was answered. Made for millions of distinct requests: it keeps 12 bytes for a
 * slot, no objects. Counts stop at 65,535. Safe for use by many threads.
 */
public final class RequestCounts {

    private static final int STRIPES = 64;

    private final Stripe[] stripes = new Stripe[STRIPES];

    public RequestCounts() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe();
        }
    }

    /** Counts that {@code request} came, and returns how often it had come before. */
    int came(long request) {
        return stripe(request).came(key(request));
    }

    /** Counts that {@code request} was answered, and returns how often it is answered by now. */
    public int answered(long request) {
        return stripe(request).answered(key(request));
    }

    /** Forgets them all. */
    public void forget() {
        for (Stripe stripe : stripes) {
            stripe.forget();
        }
    }

    /** Returns how many requests were let through how often. */
    public SortedMap<Integer, Long> callsPerRequest() {
        return histogram(stripe -> stripe.came);
    }

    /** Returns how many requests were answered how often, those never answered left out. */
    public SortedMap<Integer, Long> answersPerRequest() {
        return histogram(stripe -> stripe.answered);
    }

    private SortedMap<Integer, Long> histogram(Function<Stripe, char[]> counts) {
        SortedMap<Integer, Long> histogram = new TreeMap<>();
        for (Stripe stripe : stripes) {
            synchronized (stripe) {
                for (char count : counts.apply(stripe)) {
                    if (count > 0) {
                        histogram.merge((int) count, 1L, Long::sum);
                    }
                }
            }
        }
        return histogram;
    }

    private Stripe stripe(long request) {
        return stripes[(int) (request >>> 58)];
    }

    private static long key(long request) {
        return request == 0 ? 1 : request;
    }

    /** An open-addressing table; a key of 0 marks a free slot. Split off so that growing one holds up few requests. */
    private static final class Stripe {

        private static final int LEAST_SLOTS = 64;

        private long[] keys = new long[LEAST_SLOTS];
        private char[] came = new char[LEAST_SLOTS];
        private char[] answered = new char[LEAST_SLOTS];
        private int size;

        synchronized void forget() {
            keys = new long[LEAST_SLOTS];
            came = new char[LEAST_SLOTS];
            answered = new char[LEAST_SLOTS];
            size = 0;
        }

        synchronized int came(long key) {
            int slot = slot(key);
            int before = came[slot];
            came[slot] = (char) Math.min(before + 1, Character.MAX_VALUE);
            return before;
        }

        synchronized int answered(long key) {
            int slot = slot(key);
            answered[slot] = (char) Math.min(answered[slot] + 1, Character.MAX_VALUE);
            return answered[slot];
        }

        private int slot(long key) {
            int slot = find(keys, key);
            if (keys[slot] == 0) {
                if (size + 1 > keys.length / 4 * 3) {
                    grow();
                    slot = find(keys, key);
                }
                keys[slot] = key;
                size++;
            }
            return slot;
        }

        private static int find(long[] keys, long key) {
            int mask = keys.length - 1;
            int slot = (int) key & mask;
            while (keys[slot] != 0 && keys[slot] != key) {
                slot = (slot + 1) & mask;
            }
            return slot;
        }

        private void grow() {
            long[] newKeys = new long[keys.length * 2];
            char[] newCame = new char[newKeys.length];
            char[] newAnswered = new char[newKeys.length];
            for (int i = 0; i < keys.length; i++) {
                if (keys[i] != 0) {
                    int slot = find(newKeys, keys[i]);
                    newKeys[slot] = keys[i];
                    newCame[slot] = came[i];
                    newAnswered[slot] = answered[i];
                }
            }
            keys = newKeys;
            came = newCame;
            answered = newAnswered;
        }
    }
}
