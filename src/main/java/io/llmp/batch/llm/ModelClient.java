package io.llmp.batch.llm;

/** Makes calls to the models of one provider. Safe for use by as many threads as its provider has slots. */
public interface ModelClient extends AutoCloseable {

    /**
     * Makes one call, without retries, and waits for its end. Never throws for what provider or network do: that is a
     * {@link CallFailure}.
     */
    ModelResult call(ModelRequest request);

    /** Drops the calls in flight, each of which ends as {@link FailureKind#UNAVAILABLE}, and frees the connections. */
    @Override
    void close();
}
