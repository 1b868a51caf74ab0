package io.llmp.batch.report;

import io.llmp.batch.record.CallCosts;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Outcome;

/**
 * A record worth showing, with no more of its texts than a page can hold.
 *
 * @param index 0-based position of the row in the input
 * @param key the row's key, cut
 * @param result the answer or the error, cut
 * @param input the row, cut
 */
public record ItemNote(long index, String key, Outcome.Status status, String result, String input, CallCosts costs) {

    private static final int LONGEST_KEY = 80;
    private static final int LONGEST_TEXT = 280;

    static ItemNote of(JobRecord record) {
        Outcome outcome = record.outcome();
        return new ItemNote(
                record.itemIndex(),
                cut(record.itemKey(), LONGEST_KEY),
                outcome.status(),
                cut(
                        outcome instanceof Outcome.Answered answered
                                ? answered.output()
                                : ((Outcome.Skipped) outcome).error(),
                        LONGEST_TEXT),
                cut(record.input(), LONGEST_TEXT),
                record.costs());
    }

    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 2)) ? length - 2 : length - 1;
        return text.substring(0, end) + "…";
    }
}
