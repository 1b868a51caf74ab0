package io.llmp.batch.simulator.answer;

import io.llmp.batch.simulator.request.Draw;
import io.llmp.batch.simulator.request.Problem;
import io.llmp.batch.simulator.request.RejectedRequest;

/**
 * What an answer is made from.
 *
 * @param depth how many objects and lists are around the value to be made
 */
record Source(Reading reading, Draw draw, int depth) {

    private static final int DEEP = 5;
    private static final int BOTTOMLESS = 60;

    Source deeper() {
        if (depth == BOTTOMLESS) {
            throw new RejectedRequest(Problem.badRequest("Invalid schema for the answer: it has no end.", "schema"));
        }
        return new Source(reading, draw, depth + 1);
    }

    /** Whether it is time to end: leave out what may be left out. */
    boolean isDeep() {
        return depth > DEEP;
    }
}
