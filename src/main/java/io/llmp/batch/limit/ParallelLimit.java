package io.llmp.batch.limit;

/**
 * How many calls the provider lets be in flight at once, as its refusals show: those that it did not refuse. Without a
 * refusal it limits nothing. One more is tried after many answers, and after twice as many each time that it is refused, so
 * that few calls are; while it is not, one more after every two rounds of answers. Not safe for use by several threads.
 */
final class ParallelLimit {

    /** Answers, for each call allowed, before one more is tried for the first time. */
    private static final int ROUNDS = 5;

    private static final int LEAST_ANSWERS = 20;
    /** Bound of the doublings: a refusal for 640 answers or more. */
    private static final int MOST_DOUBLINGS = 5;

    private static final int ROUNDS_OF_A_TRIAL = 2;

    private int most;
    private int allowed;
    private int answers;
    private int failedTrials;
    private boolean trying;

    /** @param most calls in flight at which this limits nothing */
    ParallelLimit(int most) {
        this.most = most;
        this.allowed = most;
    }

    int limit() {
        return allowed;
    }

    /** From now on limits nothing at {@code calls} in flight; what was found to be less stays. */
    void allow(int calls) {
        allowed = allowed == most ? calls : Math.min(allowed, calls);
        most = calls;
    }

    /** Takes note that a call was refused because of the others in flight; {@code inFlight} counts it too. */
    void refused(int inFlight) {
        answers = 0;
        int others = Math.max(1, inFlight - 1);
        if (others < allowed) {
            failedTrials = trying ? Math.min(failedTrials + 1, MOST_DOUBLINGS) : failedTrials;
            allowed = others;
            trying = false;
        }
    }

    /** Takes note of an answer while so many calls were in flight, it included. */
    void answered(int inFlight) {
        if (allowed == most || 2 * inFlight < allowed) {
            return;
        }
        answers++;
        int enough = trying ? ROUNDS_OF_A_TRIAL * allowed : Math.max(LEAST_ANSWERS, ROUNDS * allowed) << failedTrials;
        if (answers >= enough) {
            failedTrials = trying ? 0 : failedTrials;
            trying = true;
            allowed++;
            answers = 0;
        }
    }
}
