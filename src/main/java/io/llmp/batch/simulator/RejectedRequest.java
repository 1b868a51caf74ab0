package io.llmp.batch.simulator;

/** A request that is turned away for what it says. */
final class RejectedRequest extends RuntimeException {

    private final transient Problem problem;

    RejectedRequest(Problem problem) {
        super(problem.message(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
