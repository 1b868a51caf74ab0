package io.llmp.batch.llm.http;

import io.llmp.batch.llm.AnswerForm;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.ModelResult;
import io.llmp.batch.llm.Provider;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.InstantSource;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Calls one provider over HTTP/1.1. */
final class HttpModelClient implements ModelClient {

    private static final int MESSAGE_LIMIT = 500;

    private final Provider provider;
    private final Wire wire;
    private final AnswerForms forms;
    private final RequestBodies bodies;
    private final BoundedHttp http;

    HttpModelClient(Provider provider, Wire wire, JsonMapper json, InstantSource clock) {
        this.provider = provider;
        this.wire = wire;
        this.forms = new AnswerForms(wire, provider.name(), provider.dialect().firstForm());
        this.bodies = new RequestBodies(wire, json);
        this.http = new BoundedHttp(provider, Address.headers(provider, wire), json, clock);
    }

    /** Makes the call, and makes it again at once when the server refuses nothing but the form of answer asked for. */
    @Override
    public ModelResult call(ModelRequest request) {
        while (true) {
            AnswerForm form = forms.best(request);
            Attempt attempt = attempt(request, form);
            if (attempt.formRefused() == null || !forms.refuse(form, attempt.formRefused())) {
                return attempt.result();
            }
        }
    }

    private record Attempt(ModelResult result, @Nullable String formRefused) {}

    private Attempt attempt(ModelRequest request, AnswerForm form) {
        BoundedHttp.Exchange exchange = http.exchange(
                Address.of(provider, wire, request), request.settings().headers(), bodies.of(request, form));
        WireReply reply = exchange.reply();
        if (reply == null) {
            return new Attempt(broken(exchange), null);
        }
        if (exchange.onTheWay()) {
            return new Attempt(presentable(Detours.refused(reply)), null);
        }
        if (reply.status() == 200) {
            ModelReply answer = wire.answer(reply);
            return new Attempt(answer == null ? incomprehensible(reply) : answer, null);
        }
        String words = reply.errorWords();
        String status = "HTTP " + reply.status();
        CallFailure failure = failure(wire.failure(reply), words.isEmpty() ? status : status + ": " + words, reply);
        return new Attempt(failure, wire.refusesForm(reply) ? failure.message() : null);
    }

    private CallFailure incomprehensible(WireReply reply) {
        String unreadable = reply.unreadable();
        String words = unreadable == null ? reply.errorWords() : "the reply is not whole JSON: " + unreadable;
        return failure(
                reply.beyondBounds() ? FailureKind.REJECTED : FailureKind.UNAVAILABLE,
                words.isEmpty() ? "the reply holds no answer" : words,
                reply);
    }

    private CallFailure failure(FailureKind kind, String words, WireReply reply) {
        return presentable(new CallFailure(kind, words, reply.retryAfter(), wire.requestId(reply), wire.limits(reply)));
    }

    private CallFailure broken(BoundedHttp.Exchange exchange) {
        Exception e = exchange.broken();
        boolean silent = e instanceof SocketTimeoutException && !(e instanceof ConnectTimeoutException);
        if (exchange.late() || silent) {
            return CallFailure.of(
                    FailureKind.TIMED_OUT,
                    "no whole reply within " + provider.callTimeout().toMillis() / 1000.0 + " s");
        }
        String words = e == null || e.getMessage() == null ? String.valueOf(e) : e.getMessage();
        if (Detours.untrusted(e)) {
            return presentable(
                    CallFailure.of(FailureKind.BLOCKED, "its certificate is not trusted, or ours is not: " + words));
        }
        boolean unreachable = e instanceof ConnectException
                || e instanceof ConnectTimeoutException
                || e instanceof UnknownHostException
                || e instanceof NoRouteToHostException;
        return presentable(CallFailure.of(unreachable ? FailureKind.UNREACHABLE : FailureKind.UNAVAILABLE, words));
    }

    /** Returns the failure with its words short and without the key, which some providers repeat. */
    private CallFailure presentable(CallFailure failure) {
        String words = failure.message();
        if (provider.key() != null) {
            words = words.replace(provider.key(), "[key]");
        }
        if (words.length() > MESSAGE_LIMIT) {
            boolean splitsPair = Character.isHighSurrogate(words.charAt(MESSAGE_LIMIT - 1));
            words = words.substring(0, splitsPair ? MESSAGE_LIMIT - 1 : MESSAGE_LIMIT) + "…";
        }
        return new CallFailure(failure.kind(), words, failure.retryAfter(), failure.requestId(), failure.limits());
    }

    @Override
    public void close() {
        http.close();
    }
}
