package io.llmp.batch.record.compare;

import java.util.List;

/**
 * The sums of a comparison of two runs.
 *
 * @param both rows that have a record in both
 * @param onlyFormer rows that have a record in the former run only
 * @param onlyPresent rows that have a record in the present run only
 * @param answered rows of both that have an answer in both
 * @param lost rows of both that have an answer in the former run only
 * @param gained rows of both that have an answer in the present run only
 * @param agreeing rows answered in both whose answers are the same in every field
 * @param fields the fields, in the order of the template
 */
public record ComparisonCounts(
        long both,
        long onlyFormer,
        long onlyPresent,
        long answered,
        long lost,
        long gained,
        long agreeing,
        List<ComparedField> fields) {

    public ComparisonCounts {
        fields = List.copyOf(fields);
    }

    /** Adds up, row by row. */
    static final class Builder {
        private long both;
        private long onlyFormer;
        private long answered;
        private long lost;
        private long gained;
        private long agreeing;

        void onlyFormer() {
            onlyFormer++;
        }

        void add(ComparedRow row) {
            both++;
            boolean before = row.formerAnswer().isObject();
            boolean after = row.presentAnswer().isObject();
            answered += before && after ? 1 : 0;
            lost += before && !after ? 1 : 0;
            gained += !before && after ? 1 : 0;
            agreeing += before && after && !row.isChanged() ? 1 : 0;
        }

        ComparisonCounts build(long presentRecords, List<ComparedField> fields) {
            return new ComparisonCounts(
                    both, onlyFormer, presentRecords - both, answered, lost, gained, agreeing, fields);
        }
    }
}
