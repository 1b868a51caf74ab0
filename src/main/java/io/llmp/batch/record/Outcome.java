package io.llmp.batch.record;

import org.jspecify.annotations.Nullable;

/** What became of an item. */
public sealed interface Outcome {

    /** Where an answer came from. */
    enum Status {
        /** The model answered. */
        SUCCEEDED,
        /** The answer of an identical earlier request was taken, free of charge. */
        REUSED,
        /** There is no answer, for a reason. */
        SKIPPED
    }

    Status status();

    /**
     * The item has an answer.
     *
     * @param output the answer, as the text of a JSON object
     * @param from the record whose answer was taken, or null when the model was asked for this item
     */
    record Answered(String output, @Nullable RecordRef from) implements Outcome {

        /** The model answered. */
        public Answered(String output) {
            this(output, null);
        }

        @Override
        public Status status() {
            return from == null ? Status.SUCCEEDED : Status.REUSED;
        }
    }

    /**
     * The item has no answer.
     *
     * @param error what happened, in words; holds no key
     */
    record Skipped(SkipReason reason, String error) implements Outcome {

        @Override
        public Status status() {
            return Status.SKIPPED;
        }
    }
}
