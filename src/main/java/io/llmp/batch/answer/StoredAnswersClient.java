package io.llmp.batch.answer;

import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.ModelResult;
import io.llmp.batch.record.GroupCommit;

/**
 * Holds a call's slot until the store keeps up: no more answers than {@code most} wait to become durable, so that a death
 * wastes no more than that and the calls in flight, however slow the disk is.
 */
public record StoredAnswersClient(ModelClient client, GroupCommit commits, int most) implements ModelClient {

    @Override
    public ModelResult call(ModelRequest request) {
        ModelResult result = client.call(request);
        commits.awaitRoom(most);
        return result;
    }

    @Override
    public void close() {
        client.close();
    }
}
