package io.llmp.batch.record;

import io.llmp.batch.input.Split;
import java.util.List;

/**
 * Keeps how the items of each run are cut into splits, and which execution works on each. Only the execution that has a split
 * can store records of its items; whoever takes a run over has all its splits taken from the execution before. Safe for use by
 * many threads and processes; what a method stored survives the death of the process. A failure of the database is a
 * {@link org.springframework.dao.DataAccessException}.
 */
public interface SplitStore {

    /**
     * Keeps how a run is cut and how many items that are, in one transaction. A run that has splits keeps those.
     *
     * @param items how many items the splits hold together
     * @throws LeaseLostException when another execution has the run; then nothing is stored
     */
    void plan(Lease lease, long items, List<Split> splits);

    /** Returns the splits of a run in the order of their numbers; none as long as it has not been cut. */
    List<Split> splits(RunId run);

    /**
     * Takes a split for the execution that has the run, from whatever execution had it.
     *
     * @throws LeaseLostException when another execution has the run; then nothing is stored
     */
    void take(Lease lease, int split);

    /** Gives a split back whose every item has a durable record. Does nothing when another execution has it. */
    void end(Lease lease, int split);
}
