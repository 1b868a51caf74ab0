package io.llmp.batch.record.compare;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.LongPredicate;

/**
 * Where in a run a key is, in about twelve bytes an item: hashes of keys with item indexes, sorted. Of items with the same
 * key each is given once, in input order.
 */
final class KeyIndex {

    private static final int INDEX_BITS = 30;
    private static final long INDEX_MASK = (1L << INDEX_BITS) - 1;

    /** The most items a run may have to be looked up in. */
    static final long MOST_ITEMS = INDEX_MASK;

    private final BitSet taken = new BitSet();
    private long[] entries = new long[1024];

    /** For the first entry of each hash: how many entries from there on are all taken. */
    private int[] done = new int[0];

    private int size;

    /** Takes in an item; all of them before {@link #sort}. */
    void add(String key, long itemIndex) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size * 2);
        }
        entries[size++] = hash(key) | itemIndex;
    }

    /** Makes ready for {@link #take}. */
    void sort() {
        Arrays.sort(entries, 0, size);
        done = new int[size];
    }

    /**
     * Returns the index of the first item with {@code key} that was not taken before, or -1 when there is none.
     *
     * @param hasKey decides whether the item at an index has the key, which its hash alone does not
     */
    long take(String key, LongPredicate hasKey) {
        long hash = hash(key);
        int found = Arrays.binarySearch(entries, 0, size, hash);
        int first = found < 0 ? -found - 1 : found;
        if (first == size) {
            return -1;
        }
        for (int i = first + done[first]; i < size && (entries[i] & ~INDEX_MASK) == hash; i++) {
            long index = entries[i] & INDEX_MASK;
            if (!taken.get(i) && hasKey.test(index)) {
                taken.set(i);
                done[first] = taken.nextClearBit(first + done[first]) - first;
                return index;
            }
        }
        return -1;
    }

    /** The hash in the upper bits, where the lower ones are for the index. */
    private static long hash(String key) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        return (hash ^ (hash >>> 33)) & ~INDEX_MASK;
    }
}
