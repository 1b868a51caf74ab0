package io.llmp.batch.llm.openai;

import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.ModelResult;
import io.llmp.batch.llm.Provider;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.ModelSettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Calls to a {@link WireServer}, and answers in the shape of OpenAI's documented ones. */
final class Calls {

    static final String KEY = "sk-proj-0123456789abcdefSECRET";
    static final Instant NOW = Instant.parse("2026-10-21T07:28:00Z");

    /** The documented "chat completion object", with cached tokens. */
    static final String ANSWER = """
            {"id": "chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT", "object": "chat.completion", "created": 1741569952,
             "model": "gpt-5-mini-2025-08-07",
             "choices": [{"index": 0,
               "message": {"role": "assistant", "content": "{\\"team\\":\\"access\\"}", "refusal": null, "annotations": []},
               "logprobs": null, "finish_reason": "stop"}],
             "usage": {"prompt_tokens": 2006, "completion_tokens": 300, "total_tokens": 2306,
               "prompt_tokens_details": {"cached_tokens": 1920, "audio_tokens": 0},
               "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0}},
             "service_tier": "default", "system_fingerprint": null}
            """;

    private Calls() {}

    static ModelClient connect(URI baseUrl) {
        return connect(baseUrl, Duration.ofSeconds(20));
    }

    static ModelClient connect(URI baseUrl, Duration callTimeout) {
        return connect(provider(baseUrl, KEY, callTimeout));
    }

    static ModelClient connect(Provider provider) {
        return new OpenAiProtocol(JsonMapper.shared(), () -> NOW).connect(provider);
    }

    static Provider provider(URI baseUrl, @Nullable String key, Duration callTimeout) {
        return new Provider("openai", "openai", baseUrl, key, 4, callTimeout, false);
    }

    static ModelRequest request(String question) {
        ModelSettings settings = new ModelSettings(null, null, null, null, null, null, null);
        return new ModelRequest("gpt-5-mini", settings, null, List.of(new Message(Message.Role.USER, question)));
    }

    /** Makes one call to a server that answers by {@code script}. */
    static ModelResult call(WireServer.Script script) {
        return call(script, Duration.ofSeconds(20));
    }

    static ModelResult call(WireServer.Script script, Duration callTimeout) {
        try (WireServer server = WireServer.start(script);
                ModelClient client = connect(server.baseUrl(), callTimeout)) {
            return client.call(request("hello"));
        }
    }

    static ModelReply reply(WireServer.Script script) {
        return (ModelReply) call(script);
    }

    static CallFailure failure(WireServer.Script script) {
        return (CallFailure) call(script);
    }
}
