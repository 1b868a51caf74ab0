package io.llmp.batch.pipeline;

import io.llmp.batch.input.Item;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.Protocol;
import io.llmp.batch.llm.Providers;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.record.Provenance;
import io.llmp.batch.template.TemplateVersion;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Shows the request that a run would make of a row, made by the run's own parts. Calls nothing and needs no key. */
public final class RequestPreview {

    private final Providers providers;
    private final List<Protocol> protocols;

    RequestPreview(Providers providers, List<Protocol> protocols) {
        this.providers = providers;
        this.protocols = List.copyOf(protocols);
    }

    /**
     * A request that has not been made.
     *
     * @param choice whom it would go to; without a key, not to be called
     * @param fingerprint lower-case hexadecimal SHA-256 over all that can change the answer
     * @param body what would be sent, as the provider's protocol has it
     */
    public record Preview(Providers.Choice choice, ModelRequest request, String fingerprint, JsonNode body) {}

    /**
     * Makes the request of {@code item}.
     *
     * @param asked what the user says about the provider
     * @throws ProblemException when a run would skip the item; says for what reason
     */
    public Preview of(TemplateVersion version, Providers.Wish asked, Item item) {
        Providers.Choice choice =
                providers.preview(RunPreparation.wish(asked, version.template().model()));
        Provenance provenance = new Provenance(
                version.name(),
                version.version(),
                version.digest(),
                choice.provider().name(),
                choice.model());
        RequestFingerprint fingerprint =
                new RequestFingerprint(provenance, choice.provider().dialect());
        Work work = new RequestProcessor(version.template(), choice.model(), fingerprint).process(item);
        if (work instanceof Work.Unusable unusable) {
            throw ProblemException.invalid(
                    "No request is made of row " + item.index() + ": " + unusable.error(),
                    "A run would skip it as " + unusable.reason() + ".");
        }
        Work.Ready ready = (Work.Ready) work;
        Protocol protocol = Protocols.named(choice.provider().protocol(), protocols);
        JsonNode body = protocol.body(choice.provider(), ready.request());
        return new Preview(choice, ready.request(), ready.fingerprint(), body);
    }
}
