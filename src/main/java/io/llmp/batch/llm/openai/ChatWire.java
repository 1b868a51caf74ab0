package io.llmp.batch.llm.openai;

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
import tools.jackson.databind.node.ObjectNode;

/** Chat completions. */
final class ChatWire implements Wire {

    /** OpenAI documentation, "Prompt caching", "Requirements": prompts of 1,024 tokens or more. */
    private static final int LEAST_KEPT = 1_024;

    private final Dialect dialect;
    private final boolean enforcesAll;
    private final ChatCompletionRequest requests;

    /** @param enforcesAll whether the server may hold its answers to all bounds of a schema */
    ChatWire(Dialect dialect, boolean enforcesAll) {
        this.dialect = dialect;
        this.enforcesAll = enforcesAll;
        this.requests = new ChatCompletionRequest(dialect, enforcesAll);
    }

    @Override
    public @Nullable Wire without(String field) {
        String other = ChatCompletionRequest.otherBound(field);
        return other == null ? null : new ChatWire(dialect.withMaxTokensField(other), enforcesAll);
    }

    @Override
    public String path() {
        return "/chat/completions";
    }

    @Override
    public Map<String, String> headers(@Nullable String key) {
        return key == null ? Map.of() : Map.of("Authorization", "Bearer " + key);
    }

    @Override
    public List<AnswerForm> forms(ObjectNode schema) {
        return requests.forms(schema);
    }

    @Override
    public int minCacheableTokens(String model) {
        return LEAST_KEPT;
    }

    @Override
    public ObjectNode body(ModelRequest request, AnswerForm form) {
        return requests.body(request, form);
    }

    @Override
    public ObjectNode message(Message message) {
        return ChatCompletionRequest.message(message);
    }

    @Override
    public @Nullable ModelResult answer(WireReply reply) {
        return ChatResponse.read(reply);
    }

    @Override
    public @Nullable Usage usage(WireReply reply) {
        return ChatUsage.told(reply.body().path("usage"));
    }

    @Override
    public boolean refusesForm(WireReply reply) {
        return ChatErrors.refusesForm(reply);
    }

    @Override
    public @Nullable String requestId(WireReply reply) {
        return ChatResponse.requestId(reply);
    }

    @Override
    public ReportedLimits limits(WireReply reply) {
        return ChatResponse.limits(reply);
    }
}
