package io.llmp.batch.llm.http;

import io.llmp.batch.limit.ReportedLimits;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.ModelResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the first of several endpoints that is not known to be away, and the next at once when one fails for a reason that
 * is not the request's. What one endpoint reports of its limits says nothing of the others, so it stays here: an endpoint
 * that has nothing left rests until it has.
 */
final class FailoverClient implements ModelClient {

    private static final Logger LOG = LoggerFactory.getLogger(FailoverClient.class);

    /** A wait that says more of a quota than of a limit a minute. */
    private static final Duration LONG_WAIT = Duration.ofMinutes(10);

    /** One of the endpoints; the name is for messages. */
    record Endpoint(String name, ModelClient client, EndpointHealth health) {

        Endpoint(String name, ModelClient client) {
            this(name, client, new EndpointHealth());
        }
    }

    private final String provider;
    private final List<Endpoint> endpoints;
    private final InstantSource clock;

    /** @param endpoints the preferred one first, at least one */
    FailoverClient(String provider, List<Endpoint> endpoints, InstantSource clock) {
        this.provider = provider;
        this.endpoints = List.copyOf(endpoints);
        this.clock = clock;
    }

    @Override
    public ModelResult call(ModelRequest request) {
        List<Endpoint> left = new ArrayList<>(endpoints);
        Endpoint first = available(left);
        CallFailure mildest = null;
        for (Endpoint next = first == null ? shortestRest(left) : first; next != null; next = next(left, mildest)) {
            left.remove(next);
            ModelResult result = call(next, request);
            if (!(result instanceof CallFailure failure) || !EndpointHealth.isOfTheEndpoint(failure.kind())) {
                return result;
            }
            mildest = mildest == null || weight(failure) < weight(mildest) ? failure : mildest;
        }
        if (mildest == null) {
            throw new IllegalStateException("a call must have been made");
        }
        return mildest.kind() == FailureKind.THROTTLED ? untilOneIsBack(mildest) : mildest;
    }

    private ModelResult call(Endpoint endpoint, ModelRequest request) {
        Instant begun = clock.instant();
        ModelResult result;
        try {
            result = endpoint.client().call(request);
        } catch (RuntimeException | Error e) {
            endpoint.health().abandoned();
            throw e;
        }
        if (result instanceof ModelReply reply) {
            if (endpoint.health().answered(reply.limits(), begun, clock.instant())) {
                LOG.info("Provider {}: {} answers again", provider, endpoint.name());
            }
            return reply.withoutLimits();
        }
        CallFailure failure = (CallFailure) result;
        Duration rest = endpoint.health().failed(failure, begun, clock.instant());
        if (rest != null) {
            LOG.warn("Provider {}: {} rests for {} s: {}", provider, endpoint.name(), rest.toSeconds(), failure.kind());
        }
        return new CallFailure(
                failure.kind(),
                endpoint.name() + ": " + failure.message(),
                failure.retryAfter(),
                failure.requestId(),
                ReportedLimits.NONE);
    }

    private @Nullable Endpoint available(List<Endpoint> left) {
        Instant now = clock.instant();
        return left.stream()
                .filter(each -> each.health().mayBeCalled(now))
                .findFirst()
                .orElse(null);
    }

    /** One that rests is called only where the run would end without it. */
    private @Nullable Endpoint next(List<Endpoint> left, @Nullable CallFailure failure) {
        Endpoint available = available(left);
        boolean endsTheRun = failure != null && failure.kind().scope() == FailureKind.Scope.RUN;
        return available == null && endsTheRun ? shortestRest(left) : available;
    }

    private static @Nullable Endpoint shortestRest(List<Endpoint> left) {
        return left.stream()
                .min(Comparator.comparing(each -> each.health().restsUntil()))
                .orElse(null);
    }

    /** The less, the sooner a call may be answered by an endpoint that failed so. */
    private static int weight(CallFailure failure) {
        if (failure.kind().scope() == FailureKind.Scope.RUN) {
            return 3;
        }
        Duration wait = failure.retryAfter();
        if (wait != null && wait.compareTo(LONG_WAIT) > 0) {
            return 2;
        }
        return failure.kind() == FailureKind.THROTTLED ? 0 : 1;
    }

    private CallFailure untilOneIsBack(CallFailure failure) {
        Instant now = clock.instant();
        Duration wait = endpoints.stream()
                .map(each -> Duration.between(now, each.health().restsUntil()))
                .min(Comparator.naturalOrder())
                .filter(shortest -> shortest.compareTo(Duration.ZERO) > 0)
                .orElse(failure.retryAfter());
        return new CallFailure(failure.kind(), failure.message(), wait, failure.requestId(), failure.limits());
    }

    @Override
    public void close() {
        endpoints.forEach(endpoint -> endpoint.client().close());
    }
}
