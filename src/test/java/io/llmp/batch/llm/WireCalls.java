package io.llmp.batch.llm;

import io.llmp.batch.llm.key.ProviderKey;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.ModelSettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls by one protocol to a {@link WireServer}. */
public abstract class WireCalls {

    protected static final String KEY = "sk-proj-0123456789abcdefSECRET";
    protected static final Instant NOW = Instant.parse("2026-10-21T07:28:00Z");
    protected static final ModelSettings NO_SETTINGS = ModelSettings.NONE;

    /** The protocol under test, which takes dates in headers as seen at {@link #NOW}. */
    protected abstract Protocol protocol(InstantSource clock);

    /** A reply with status 200 whose answer is {@code {"team":"access"}}. */
    protected abstract String answer();

    protected final ModelClient connect(URI baseUrl) {
        return connect(baseUrl, Duration.ofSeconds(20));
    }

    protected final ModelClient connect(URI baseUrl, Duration callTimeout) {
        return connect(provider(baseUrl, KEY, callTimeout));
    }

    protected final ModelClient connect(Provider provider) {
        return protocol(() -> NOW).connect(provider);
    }

    protected final Provider provider(URI baseUrl, @Nullable String key, Duration callTimeout) {
        return provider(baseUrl, key, callTimeout, Dialect.NONE);
    }

    protected final Provider provider(URI baseUrl, @Nullable String key, Duration callTimeout, Dialect dialect) {
        return new Provider(
                "p",
                protocol(() -> NOW).name(),
                baseUrl,
                key == null ? null : ProviderKey.fixed(key),
                4,
                callTimeout,
                false,
                dialect);
    }

    protected static ModelRequest request(String question) {
        return new ModelRequest("a-model", NO_SETTINGS, null, List.of(new Message(Message.Role.USER, question)));
    }

    /** Makes one call to a server that answers by {@code script}. */
    protected final ModelResult call(WireServer.Script script) {
        return call(script, Duration.ofSeconds(20));
    }

    protected final ModelResult call(WireServer.Script script, Duration callTimeout) {
        try (WireServer server = WireServer.start(script);
                ModelClient client = connect(server.baseUrl(), callTimeout)) {
            return client.call(request("hello"));
        }
    }

    protected final ModelReply reply(WireServer.Script script) {
        return (ModelReply) call(script);
    }

    protected final CallFailure failure(WireServer.Script script) {
        return (CallFailure) call(script);
    }

    /** Returns what {@code request} puts on the wire. */
    protected final WireServer.Request sent(ModelRequest request, @Nullable String key, Dialect dialect) {
        try (WireServer server = WireServer.start(wire -> wire.respond(200, answer()));
                ModelClient client = connect(provider(server.baseUrl(), key, Duration.ofSeconds(20), dialect))) {
            client.call(request);
            return server.requests().get(0);
        }
    }
}
