package io.llmp.batch.llm.openai;

import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelReply.Ending;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.llm.http.WireReply;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Errors of the protocol that are more than a failure: a refused form of answer, and an answer that the server withheld. */
final class ChatErrors {

    /** Statuses by which servers refuse a field: llama.cpp answers 500 for a schema it cannot turn into a grammar. */
    private static final Set<Integer> REFUSING = Set.of(400, 404, 415, 422, 500, 501);
    /**
     * How the form is named by OpenAI, Groq, DeepSeek, vLLM, Ollama, Gemini, LM Studio and llama.cpp when they refuse it, and
     * what OpenRouter says when no provider behind it takes all that a request asks for.
     */
    private static final List<String> FORM_WORDS = List.of(
            "response_format",
            "response format",
            "response_schema",
            "json_schema",
            "json schema",
            "json_object",
            "structured output",
            "schema keyword",
            "grammar",
            "guided_json",
            "handle the requested parameters",
            "support the requested parameters");

    private ChatErrors() {}

    static boolean refusesForm(WireReply reply) {
        return REFUSING.contains(reply.status())
                && !reply.isTooLong()
                && (reply.error().path("param").asString("").startsWith("response_format") || reply.says(FORM_WORDS));
    }

    /**
     * Returns what a model wrote that Groq withholds because it breaks the schema (documentation, "Structured outputs", error
     * {@code json_validate_failed}): an answer to be repaired. Null when the reply is no such error.
     */
    static @Nullable ModelReply invalidAnswer(WireReply reply) {
        JsonNode error = reply.error();
        if (reply.status() != 400 || !error.path("code").asString("").equals("json_validate_failed")) {
            return null;
        }
        return new ModelReply(
                error.path("failed_generation").asString(""),
                Ending.COMPLETE,
                "json_validate_failed",
                ChatResponse.requestId(reply),
                Usage.NONE,
                ChatResponse.limits(reply));
    }
}
