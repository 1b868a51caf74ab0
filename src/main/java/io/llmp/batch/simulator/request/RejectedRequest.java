package io.llmp.batch.simulator.request;

/** A request that is turned away for what it says. */
public final class RejectedRequest extends RuntimeException {

    private final transient Problem problem;

    public RejectedRequest(Problem problem) {
        super(problem.message(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
