package io.llmp.batch.export;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A result on its way to its place. Until it is finished, its place has what it had before; a close before that leaves
 * nothing of the result. For one thread.
 */
public interface StagedResult extends Closeable {

    /** Returns where its bytes are written to, always the same; whoever writes may close it. */
    OutputStream stream();

    /**
     * Makes the result durable and puts it in its place, instead of what is there.
     *
     * @param beforeVisible called when nothing but the last step is left to do; the result is not put in place when it fails
     * @throws IOException when the result is not in its place
     */
    void finish(Runnable beforeVisible) throws IOException;

    /** Aborts a result that is not finished; does nothing else. */
    @Override
    void close() throws IOException;
}
