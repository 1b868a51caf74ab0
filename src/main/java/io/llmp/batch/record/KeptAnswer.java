package io.llmp.batch.record;

/**
 * An answer that was paid for, as its record keeps it.
 *
 * @param record whose answer it is
 * @param output the answer, as the text of a JSON object
 */
public record KeptAnswer(RecordRef record, String output) {}
