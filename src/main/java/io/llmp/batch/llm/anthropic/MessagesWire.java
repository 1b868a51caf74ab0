package io.llmp.batch.llm.anthropic;

import io.llmp.batch.limit.ReportedLimits;
import io.llmp.batch.llm.AnswerForm;
import io.llmp.batch.llm.Dialect;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.ModelResult;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.llm.http.Wire;
import io.llmp.batch.llm.http.WireReply;
import io.llmp.batch.template.Message;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Messages. */
final class MessagesWire implements Wire {

    private static final String VERSION = "anthropic-version";

    private final MessagesRequest requests;

    MessagesWire(Dialect dialect) {
        this.requests = new MessagesRequest(dialect);
    }

    @Override
    public String path() {
        return "/v1/messages";
    }

    @Override
    public Map<String, String> headers(@Nullable String key) {
        return key == null ? Map.of(VERSION, "2023-06-01") : Map.of(VERSION, "2023-06-01", "x-api-key", key);
    }

    @Override
    public List<AnswerForm> forms(ObjectNode schema) {
        return MessagesRequest.forms(schema);
    }

    @Override
    public int minCacheableTokens(String model) {
        return PromptCacheMinimums.least(model);
    }

    @Override
    public ObjectNode body(ModelRequest request, AnswerForm form) {
        return requests.body(request, form);
    }

    @Override
    public ObjectNode message(Message message) {
        return MessagesRequest.message(message);
    }

    @Override
    public @Nullable ModelResult answer(WireReply reply) {
        return MessagesResponse.read(reply);
    }

    @Override
    public @Nullable Usage usage(WireReply reply) {
        JsonNode usage = reply.body().path("usage");
        return usage.isObject() ? MessagesResponse.usage(usage) : null;
    }

    @Override
    public @Nullable Wire without(String field) {
        return null;
    }

    @Override
    public boolean refusesForm(WireReply reply) {
        return MessagesErrors.refusesForm(reply);
    }

    @Override
    public @Nullable String requestId(WireReply reply) {
        return MessagesResponse.requestId(reply);
    }

    @Override
    public ReportedLimits limits(WireReply reply) {
        return MessagesResponse.limits(reply);
    }
}
