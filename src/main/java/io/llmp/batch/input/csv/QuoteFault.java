package io.llmp.batch.input.csv;

/**
 * A quote that breaks the rules of RFC 4180 in a row whose end is nevertheless certain.
 *
 * <p>Programs read such rows in different ways, so what is read here is only what all of them agree on:
 *
 * <ul>
 *   <li>A quote inside a field that does not start with one ({@code 12" monitor}) is a character like any other. The row is
 *       an item, whose fields {@link RowFields} tells apart. (opencsv's own reader takes it so in every field but the last,
 *       where it would swallow the following lines; two such quotes in a row it takes for one.)
 *   <li>Text after a closing quote ({@code "the "best" one"}) is read in two ways: the quote closed the field and the rest is
 *       literal, or quotes open and close all along. When both end the row at the same line end, the row is a malformed
 *       item with the fields before the fault: its boundaries are sure, its values are not, and nobody should pay for
 *       a guess. When they do not, all rows from there on are in doubt and the file is refused.
 *   <li>A quoted field that the end of the file cuts off hides any number of rows: the file is refused.
 * </ul>
 *
 * <p>A file with a fault that is not refused is read as one split, from its beginning, and the user is told where.
 *
 * @param field 0-based number of the field in its row
 */
record QuoteFault(Kind kind, int field, FilePosition place) {

    enum Kind {
        QUOTE_IN_FIELD("a quote inside a field that does not start with one, taken as part of the text"),
        TEXT_AFTER_QUOTE("text after a closing quote; the row is taken as malformed");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    boolean spoilsRow() {
        return kind == Kind.TEXT_AFTER_QUOTE;
    }

    /** What is wrong, for the middle of a sentence. */
    String words() {
        return kind.words;
    }
}
