package io.llmp.batch.metrics;

import io.llmp.batch.limit.Ticker;
import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.ModelResult;

/** Measures every call that another client makes, and changes none. */
record MeasuredClient(ModelClient client, RunMeters meters, Ticker ticker) implements ModelClient {

    @Override
    public ModelResult call(ModelRequest request) {
        long begun = ticker.nanos();
        ModelResult result = client.call(request);
        meters.called(result, ticker.nanos() - begun);
        return result;
    }

    @Override
    public void close() {
        client.close();
    }
}
