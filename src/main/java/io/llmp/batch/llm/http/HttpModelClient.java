package io.llmp.batch.llm.http;

import io.llmp.batch.llm.AnswerForm;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.ModelResult;
import io.llmp.batch.llm.Provider;
import io.llmp.batch.llm.key.ProviderKey;
import io.llmp.batch.problem.ProblemException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.InstantSource;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Calls one provider over HTTP/1.1. */
final class HttpModelClient implements ModelClient {

    private static final Logger LOG = LoggerFactory.getLogger(HttpModelClient.class);
    private static final int MESSAGE_LIMIT = 500;

    private final Provider provider;
    private final AnswerForms forms;
    private final JsonMapper json;
    private final BoundedHttp http;
    private volatile Requests requests;

    /** How requests are written for what the server takes. */
    private record Requests(Wire wire, RequestBodies bodies) {

        static Requests by(Wire wire, Provider provider, JsonMapper json) {
            AnswerWords words = new AnswerWords(provider.showsSchema());
            return new Requests(wire, new RequestBodies(wire, words, json));
        }
    }

    HttpModelClient(Provider provider, Wire wire, JsonMapper json, InstantSource clock) {
        this.provider = provider;
        this.json = json;
        this.requests = Requests.by(wire, provider, json);
        this.forms = new AnswerForms(wire, provider.name(), provider.dialect().firstForm());
        this.http = new BoundedHttp(provider, json, clock);
    }

    /** Makes the call, and makes it again at once with a new key when the one it was made with has expired. */
    @Override
    public ModelResult call(ModelRequest request) {
        ProviderKey keys = provider.key();
        if (keys == null) {
            return call(request, null);
        }
        String key = keys.current();
        ModelResult result = call(request, key);
        if (!(result instanceof CallFailure failure) || failure.kind() != FailureKind.ACCESS_DENIED) {
            return result;
        }
        try {
            String other = keys.replacementOf(key);
            return other == null ? failure : call(request, other);
        } catch (ProblemException e) {
            return presentable(failure.saying(failure.message() + "; there is no new key: " + e.problem()));
        }
    }

    /** Makes the call, again at once when the server refuses nothing but the form of answer, or a field's name. */
    private ModelResult call(ModelRequest request, @Nullable String key) {
        boolean renamed = false;
        while (true) {
            AnswerForm form = forms.best(request);
            Requests used = requests;
            BoundedHttp.Exchange exchange = http.exchange(
                    Address.of(provider, used.wire(), request),
                    Address.headers(provider, used.wire(), key),
                    request.settings().headers(),
                    used.bodies().of(request, form));
            WireReply reply = exchange.reply();
            if (reply == null) {
                return broken(exchange);
            }
            if (exchange.onTheWay()) {
                return presentable(TransportDiagnosis.refused(reply));
            }
            ModelResult answer = used.wire().answer(reply);
            if (answer != null) {
                return answer instanceof CallFailure failure ? presentable(failure) : answer;
            }
            WireReply error = reply.isSuccess() ? reply.asError() : reply;
            if (error == null) {
                return unreadable(used.wire(), reply);
            }
            CallFailure failure = failure(used.wire(), error);
            if (used.wire().refusesForm(error) && forms.refuse(form, failure)) {
                continue;
            }
            String field = RefusedField.of(error, () -> used.wire().body(request, form));
            if (field != null && !renamed && rename(used, field)) {
                renamed = true;
                continue;
            }
            return field == null ? failure : failure.as(FailureKind.SETTING_REFUSED);
        }
    }

    /** Goes over to another name of a field for as long as the client lives; false when it has none. */
    private synchronized boolean rename(Requests used, String field) {
        if (used.wire() != requests.wire()) {
            // Another call has been told the same meanwhile.
            return true;
        }
        Wire other = used.wire().without(field);
        if (other == null) {
            return false;
        }
        LOG.warn("Provider {} does not take the field {}; using another name for it", provider.name(), field);
        requests = Requests.by(other, provider, json);
        return true;
    }

    private CallFailure unreadable(Wire wire, WireReply reply) {
        FailureKind kind = reply.beyondBounds() ? FailureKind.REJECTED : FailureKind.UNREADABLE;
        String words = "HTTP " + reply.status() + " with " + reply.nature();
        return failure(wire, kind, words, reply).billing(wire.usage(reply));
    }

    private CallFailure failure(Wire wire, WireReply reply) {
        String words = reply.errorWords();
        String status = "HTTP " + reply.status();
        return failure(wire, FailureTable.kind(reply), words.isEmpty() ? status : status + ": " + words, reply);
    }

    private CallFailure failure(Wire wire, FailureKind kind, String words, WireReply reply) {
        return presentable(new CallFailure(kind, words, reply.retryAfter(), wire.requestId(reply), wire.limits(reply)));
    }

    private CallFailure broken(BoundedHttp.Exchange exchange) {
        Exception e = exchange.broken();
        boolean silent = e instanceof SocketTimeoutException && !(e instanceof ConnectTimeoutException);
        if (exchange.late() || silent) {
            return CallFailure.of(
                            FailureKind.TIMED_OUT,
                            "no whole reply within " + provider.callTimeout().toMillis() / 1000.0 + " s")
                    .billing(null);
        }
        if (e instanceof UnfitReplyException) {
            return CallFailure.of(FailureKind.UNREADABLE, String.valueOf(e.getMessage()))
                    .billing(null);
        }
        String words = e == null || e.getMessage() == null ? String.valueOf(e) : e.getMessage();
        if (TransportDiagnosis.untrusted(e)) {
            return presentable(
                    CallFailure.of(FailureKind.BLOCKED, "its certificate is not trusted, or ours is not: " + words));
        }
        boolean unreachable = e instanceof ConnectException
                || e instanceof ConnectTimeoutException
                || e instanceof UnknownHostException
                || e instanceof NoRouteToHostException;
        CallFailure failure = CallFailure.of(
                unreachable ? FailureKind.UNREACHABLE : FailureKind.UNAVAILABLE,
                TransportDiagnosis.explained(e, words));
        return presentable(exchange.answering() ? failure.billing(null) : failure);
    }

    /** Returns the failure with its words short and without the key, which some providers repeat. */
    private CallFailure presentable(CallFailure failure) {
        String words = failure.message();
        if (provider.key() != null) {
            words = provider.key().mask(words);
        }
        if (words.length() > MESSAGE_LIMIT) {
            boolean splitsPair = Character.isHighSurrogate(words.charAt(MESSAGE_LIMIT - 1));
            words = words.substring(0, splitsPair ? MESSAGE_LIMIT - 1 : MESSAGE_LIMIT) + "…";
        }
        return failure.saying(words);
    }

    @Override
    public void close() {
        http.close();
    }
}
