package io.llmp.batch.record;

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
     * @param status {@link Status#SUCCEEDED} or {@link Status#REUSED}
     */
    record Answered(Status status, String output) implements Outcome {
        public Answered {
            if (status == Status.SKIPPED) {
                throw new IllegalArgumentException("status must tell where the answer came from but was " + status);
            }
        }
    }

    /**
     * The item has no answer.
     *
     * @param error what happened, for people; holds no key
     */
    record Skipped(SkipReason reason, String error) implements Outcome {

        @Override
        public Status status() {
            return Status.SKIPPED;
        }
    }
}
