package io.llmp.batch.llm.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.limit.ReportedLimits;
import io.llmp.batch.limit.ReportedLimits.Window;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.ModelResult;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.template.ModelSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailoverClientTest {

    private static final ModelRequest REQUEST = new ModelRequest("m", ModelSettings.NONE, null, List.of());

    /** Answers with what the test says, and counts. */
    private static final class Server implements ModelClient {

        private final String name;
        private ModelResult says;
        private int calls;
        private boolean closed;

        Server(String name) {
            this.name = name;
            this.says = answer(ReportedLimits.NONE);
        }

        ModelReply answer(ReportedLimits limits) {
            return new ModelReply(name, ModelReply.Ending.COMPLETE, "stop", null, new Usage(1, 0, 1, 0), limits);
        }

        @Override
        public ModelResult call(ModelRequest request) {
            calls++;
            return says;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private final Server one = new Server("one");
    private final Server two = new Server("two");
    private Instant now = Instant.parse("2026-10-21T07:28:00Z");
    private final FailoverClient client = new FailoverClient(
            "p", List.of(new FailoverClient.Endpoint("one", one), new FailoverClient.Endpoint("two", two)), () -> now);

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {
                "QUOTA_EXHAUSTED",
                "THROTTLED",
                "UNREACHABLE",
                "OVERLOADED",
                "ACCESS_DENIED",
                "UNKNOWN_MODEL",
                "BLOCKED"
            })
    void movesToTheNextAtOnceAndBackWhenTheFirstAnswers(FailureKind kind) {
        one.says = CallFailure.of(kind, "no");
        assertThat(calledAt()).isEqualTo("two");
        assertThat(calledAt()).isEqualTo("two");
        assertThat(one.calls).as("it rests").isEqualTo(1);
        one.says = one.answer(ReportedLimits.NONE);
        now = now.plus(Duration.ofMinutes(1));
        assertThat(calledAt()).isEqualTo("one");
        assertThat(calledAt()).isEqualTo("one");
    }

    @Test
    void restsForAsLongAsItIsAskedTo() {
        one.says = throttled(Duration.ofHours(7));
        assertThat(calledAt()).isEqualTo("two");
        now = now.plus(Duration.ofHours(7)).minusSeconds(1);
        assertThat(calledAt()).isEqualTo("two");
        assertThat(one.calls).isEqualTo(1);
        one.says = one.answer(ReportedLimits.NONE);
        now = now.plusSeconds(1);
        assertThat(calledAt()).isEqualTo("one");
    }

    @Test
    void restsLongerEachTimeUntilItAnswers() {
        one.says = CallFailure.of(FailureKind.UNREACHABLE, "refused");
        List<Integer> calls = new ArrayList<>();
        for (int second = 0; second < 64; second++) {
            int before = one.calls;
            assertThat(calledAt()).isEqualTo("two");
            if (one.calls > before) {
                calls.add(second);
            }
            now = now.plusSeconds(1);
        }
        assertThat(calls).containsExactly(0, 1, 3, 7, 15, 31, 63);
    }

    @Test
    void aSingleFailureThatMayBeTheRequestsDoesNotLetItRest() {
        one.says = CallFailure.of(FailureKind.UNAVAILABLE, "HTTP 500");
        assertThat(calledAt()).as("asked elsewhere at once").isEqualTo("two");
        assertThat(calledAt()).isEqualTo("two");
        assertThat(one.calls).isEqualTo(2);
        assertThat(calledAt()).isEqualTo("two");
        assertThat(calledAt()).isEqualTo("two");
        assertThat(one.calls).as("three in a row are its own").isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"PROMPT_TOO_LONG", "CONTENT_FILTERED", "REJECTED", "TIMED_OUT"})
    void whatIsTheRequestsOrTookAllItsTimeIsNotAskedElsewhere(FailureKind kind) {
        one.says = CallFailure.of(kind, "no");
        assertThat(client.call(REQUEST)).isInstanceOfSatisfying(CallFailure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.message()).isEqualTo("one: no");
        });
        assertThat(two.calls).isZero();
    }

    @Test
    void endsTheRunOnlyWhenAllOfThemWould() {
        one.says = CallFailure.of(FailureKind.QUOTA_EXHAUSTED, "no credit");
        assertThat(calledAt()).isEqualTo("two");
        two.says = CallFailure.of(FailureKind.UNREACHABLE, "refused");
        assertThat(kind()).isEqualTo(FailureKind.UNREACHABLE);
        now = now.plus(Duration.ofMinutes(20));
        two.says = CallFailure.of(FailureKind.ACCESS_DENIED, "HTTP 401");
        assertThat(kind()).isIn(FailureKind.QUOTA_EXHAUSTED, FailureKind.ACCESS_DENIED);
        one.says = one.answer(ReportedLimits.NONE);
        assertThat(calledAt()).as("one that rests is asked before the run ends").isEqualTo("one");
    }

    @Test
    void asksToWaitUntilTheFirstOfThemIsBack() {
        one.says = throttled(Duration.ofSeconds(50));
        two.says = throttled(Duration.ofSeconds(20));
        assertThat(client.call(REQUEST))
                .isInstanceOfSatisfying(
                        CallFailure.class,
                        failure -> assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(20)));
        two.says = throttled(Duration.ofHours(7));
        now = now.plusSeconds(20);
        assertThat(client.call(REQUEST))
                .isInstanceOfSatisfying(
                        CallFailure.class,
                        failure -> assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(30)));
    }

    @Test
    void oneThatReportsNothingLeftRestsAndSaysNothingOfTheOthers() {
        Window none = new Window(100L, 0, Duration.ofSeconds(30));
        one.says = one.answer(new ReportedLimits(none, null, null, null));
        assertThat(client.call(REQUEST).limits()).isEqualTo(ReportedLimits.NONE);
        assertThat(calledAt()).isEqualTo("two");
        now = now.plusSeconds(30);
        assertThat(calledAt()).isEqualTo("one");
    }

    @Test
    void oneCallAtATimeFindsOutWhetherItIsBack() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        one.says = CallFailure.of(FailureKind.UNREACHABLE, "refused");
        List<ModelResult> answers = new ArrayList<>();
        ModelClient slow = new ModelClient() {
            @Override
            public ModelResult call(ModelRequest request) {
                ModelResult result = one.call(request);
                if (result instanceof ModelReply) {
                    arrived.countDown();
                    awaitQuietly(goOn);
                }
                return result;
            }

            @Override
            public void close() {}
        };
        FailoverClient both = new FailoverClient(
                "p",
                List.of(new FailoverClient.Endpoint("one", slow), new FailoverClient.Endpoint("two", two)),
                () -> now);
        both.call(REQUEST);
        now = now.plusSeconds(1);
        one.says = one.answer(ReportedLimits.NONE);
        Thread probe = new Thread(() -> answers.add(both.call(REQUEST)));
        probe.start();
        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(both.call(REQUEST)).isEqualTo(two.says);
        goOn.countDown();
        probe.join();
        assertThat(answers).containsExactly(one.says);
        assertThat(both.call(REQUEST)).isEqualTo(one.says);
    }

    @Test
    void closesAll() {
        client.close();
        assertThat(one.closed && two.closed).isTrue();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static CallFailure throttled(Duration wait) {
        return new CallFailure(FailureKind.THROTTLED, "slow down", wait, null, ReportedLimits.NONE);
    }

    private String calledAt() {
        return ((ModelReply) client.call(REQUEST)).content();
    }

    private FailureKind kind() {
        return ((CallFailure) client.call(REQUEST)).kind();
    }
}
