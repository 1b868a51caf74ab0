package io.llmp.batch.input;

/**
 * A contiguous range of items inside one file of a dataset: the unit of restart and of distribution.
 *
 * @param number 0-based number of the split in its plan
 * @param file 0-based number of the file in the dataset
 * @param firstItem index of the first item in the dataset
 * @param items how many items, at least 1
 * @param start where the first item is in the file
 */
public record Split(int number, int file, long firstItem, long items, FileIndex.Mark start) {
    public Split {
        if (items < 1) {
            throw new IllegalArgumentException("items must be at least 1 but was " + items);
        }
    }
}
