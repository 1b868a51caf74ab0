package io.llmp.batch.run.prepare;

import io.llmp.batch.answer.PreparedItem;
import io.llmp.batch.answer.RequestProcessor;
import io.llmp.batch.dispatch.CachePriming;
import io.llmp.batch.input.Item;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.ModelSelection;
import io.llmp.batch.llm.Protocol;
import io.llmp.batch.llm.ResolvedModel;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.template.TemplateVersion;
import tools.jackson.databind.JsonNode;

/** Shows the request that a run would make of a row, made by the run's own parts. Calls nothing and needs no key. */
public final class RequestPreview {

    private final Models models;

    public RequestPreview(Models models) {
        this.models = models;
    }

    /**
     * A request that has not been made.
     *
     * @param choice whom it would go to; without a key, not to be called
     * @param fingerprint lower-case hexadecimal SHA-256 over all that can change the answer
     * @param billed what the provider bills of it: the messages as sent, and the schema where it puts that before the model
     * @param body what would be sent, as the provider's protocol has it
     * @param priming whether a run would wait for its first call
     */
    public record Preview(
            ResolvedModel choice,
            ModelRequest request,
            ModelRequest billed,
            String fingerprint,
            JsonNode body,
            CachePriming priming) {}

    /**
     * Makes the request of {@code item}.
     *
     * @param asked what the user says about the provider
     * @throws ProblemException when a run would skip the item; says for what reason
     */
    public Preview of(TemplateVersion version, ModelSelection asked, Item item) {
        ResolvedModel choice = models.providers()
                .preview(RunPreparation.selection(asked, version.template().model()));
        PreparedItem prepared = RequestProcessor.of(version, choice).process(item);
        if (prepared instanceof PreparedItem.Rejected rejected) {
            throw ProblemException.invalid(
                    "No request is made of row " + item.index() + ": " + rejected.error(),
                    "A run would skip it as " + rejected.reason() + ".");
        }
        PreparedItem.Valid valid = (PreparedItem.Valid) prepared;
        Protocol protocol = models.protocol(choice);
        JsonNode body = protocol.body(choice.provider(), valid.request());
        CachePriming priming = CachePriming.of(version.template(), protocol, choice.provider(), choice.model());
        ModelRequest billed = protocol.billing(choice.provider()).apply(valid.request());
        return new Preview(choice, valid.request(), billed, valid.fingerprint(), body, priming);
    }
}
