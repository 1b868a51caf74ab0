package io.llmp.batch.answer;

import io.llmp.batch.input.Item;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.record.SkipReason;

/** An item on its way to a record. */
public sealed interface PreparedItem {

    Item item();

    /**
     * The item can be sent to the model.
     *
     * @param fingerprint lower-case hexadecimal SHA-256 over all that can change the answer
     */
    record Valid(Item item, ModelRequest request, String fingerprint) implements PreparedItem {}

    /** No request can be made of the item. */
    record Rejected(Item item, SkipReason reason, String error) implements PreparedItem {}
}
