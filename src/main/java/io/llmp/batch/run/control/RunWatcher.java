package io.llmp.batch.run.control;

import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Run;

/** Told of a run's life. Safe for use by many threads. */
public interface RunWatcher {

    /**
     * A run is about to be worked on.
     *
     * @param resumed whether an earlier execution has worked on it
     * @param note what else the user should know, or an empty text
     */
    void begins(Run run, boolean resumed, String note, RunProgress progress);

    /** Something about the run is not as it should be, and yet it continues. */
    void warns(String warning);

    /**
     * Has a look at every call of the run that begins.
     *
     * @return what makes the calls: {@code client} itself, or something around it that changes no result
     */
    default ModelClient around(ModelClient client) {
        return client;
    }

    /**
     * A split is about to be worked on; in every execution, those whose items all have a record included.
     *
     * @param split 0-based
     */
    default void splitBegins(int split) {}

    /** A split is done with, or left because the run ends. */
    default void splitEnded(int split) {}

    /** An item's record has become durable. Called for every item, on a thread that must not be held up. */
    default void recorded(JobRecord record) {}

    /** Returns a watcher that tells both, this one first. */
    default RunWatcher and(RunWatcher other) {
        RunWatcher first = this;
        return new RunWatcher() {
            @Override
            public void begins(Run run, boolean resumed, String note, RunProgress progress) {
                first.begins(run, resumed, note, progress);
                other.begins(run, resumed, note, progress);
            }

            @Override
            public void warns(String warning) {
                first.warns(warning);
                other.warns(warning);
            }

            @Override
            public void splitBegins(int split) {
                first.splitBegins(split);
                other.splitBegins(split);
            }

            @Override
            public void splitEnded(int split) {
                first.splitEnded(split);
                other.splitEnded(split);
            }

            @Override
            public void recorded(JobRecord record) {
                first.recorded(record);
                other.recorded(record);
            }

            @Override
            public ModelClient around(ModelClient client) {
                return other.around(first.around(client));
            }
        };
    }
}
