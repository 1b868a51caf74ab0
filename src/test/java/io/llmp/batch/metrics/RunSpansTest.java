package io.llmp.batch.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.llmp.batch.record.CallCosts;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.Samples;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.run.control.RunProgress;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@Timeout(300)
class RunSpansTest {

    private static final Run RUN = Samples.run("spans", 1, Samples.START);
    private static final InstantSource CLOCK = InstantSource.fixed(Samples.START.plusSeconds(1));
    /** The split that all sample records are of. */
    private static final int SPLIT = 7;

    private static RunSpans open(URI address, double sample) {
        RunSpans spans = new Tracing(new TracingSettings(address, Map.of("x-key", "k"), sample), CLOCK).open();
        assertThat(spans).isNotNull();
        spans.begins(RUN, false, "", new RunProgress());
        return spans;
    }

    @Test
    void aRunHoldsItsSplitsAndTheyTheirCalls() {
        try (SpanCollector collector = new SpanCollector(SpanCollector.Manner.TAKES)) {
            try (RunSpans spans = open(collector.address(), 1)) {
                spans.splitBegins(SPLIT);
                spans.recorded(Samples.answered(RUN.id(), 3));
                spans.recorded(Samples.skipped(RUN.id(), 4, SkipReason.REFUSED));
                spans.splitEnded(SPLIT);
                spans.ended(RUN);
            }
            Span run = collector.spans("run ticket-triage").get(0);
            Span split = collector.spans("split 7").get(0);
            List<Span> calls = collector.spans("chat gpt-5-mini");
            assertThat(calls).hasSize(2);
            assertThat(run.getParentSpanId().isEmpty()).isTrue();
            assertThat(split.getParentSpanId()).isEqualTo(run.getSpanId());
            assertThat(calls).extracting(Span::getParentSpanId).containsOnly(split.getSpanId());
            assertThat(collector.spans()).extracting(Span::getTraceId).containsOnly(run.getTraceId());
            assertThat(SpanCollector.attributes(run))
                    .containsEntry("llmp.run.id", RUN.id().value())
                    .containsEntry("llmp.run.status", "stopped")
                    .containsEntry("llmp.template", "ticket-triage")
                    .containsEntry("llmp.template.version", 3L);
            assertThat(collector.text()).contains("service.name", "llmp");
        }
    }

    @Test
    void aCallTellsWhatItsRecordTellsButNothingOfTheRow() {
        try (SpanCollector collector = new SpanCollector(SpanCollector.Manner.TAKES)) {
            try (RunSpans spans = open(collector.address(), 1)) {
                spans.recorded(Samples.answered(RUN.id(), 3));
                spans.recorded(Samples.skipped(RUN.id(), 4, SkipReason.REFUSED));
            }
            Span answered = collector.spans("chat").get(0);
            assertThat(SpanCollector.attributes(answered))
                    .containsEntry("gen_ai.operation.name", "chat")
                    .containsEntry("gen_ai.provider.name", "openai")
                    .containsEntry("gen_ai.request.model", "gpt-5-mini")
                    .containsEntry("gen_ai.usage.input_tokens", 100L)
                    .containsEntry("gen_ai.usage.cache_read.input_tokens", 40L)
                    .containsEntry("gen_ai.usage.output_tokens", 20L)
                    .containsEntry("gen_ai.response.finish_reasons", List.of("stop"))
                    .containsEntry("llmp.attempts", 2L)
                    .containsEntry("llmp.repairs", 1L)
                    .containsEntry("llmp.cost_usd", 0.000125)
                    .containsEntry("llmp.item.index", 3L)
                    .doesNotContainKey("error.type");
            assertThat(answered.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
            assertThat(Duration.ofNanos(answered.getEndTimeUnixNano() - answered.getStartTimeUnixNano()))
                    .isEqualTo(Duration.ofMillis(750));
            Span skipped = collector.spans("chat").get(1);
            assertThat(SpanCollector.attributes(skipped)).containsEntry("error.type", "refused");
            assertThat(skipped.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
            assertThat(collector.text()).doesNotContain("key-3", "subject", "team", "because");
        }
    }

    @Test
    void anItemThatNeverReachedTheProviderHasNone() {
        try (SpanCollector collector = new SpanCollector(SpanCollector.Manner.TAKES)) {
            try (RunSpans spans = open(collector.address(), 1)) {
                spans.recorded(Samples.record(
                        RUN.id(), 1, new Outcome.Answered("{}", Samples.ELSEWHERE), CallCosts.NONE, Samples.START));
            }
            assertThat(collector.spans("chat")).isEmpty();
            Span broken = collector.spans("run").get(0);
            assertThat(SpanCollector.attributes(broken))
                    .as("nobody said how it ended")
                    .containsEntry("llmp.run.status", "failed")
                    .containsEntry("error.type", "failed");
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.001, 0.01, 0.25, 1})
    void keepsTheShareForAnyStretchOfItems(double share) {
        for (long first : new long[] {0, 12_345, 5_000_000_000L}) {
            long sampled = LongStream.range(first, first + 100_000)
                    .filter(item -> RunSpans.isSampled(item, share))
                    .count();
            assertThat((double) sampled).isBetween(share * 100_000 - 5, share * 100_000 + 5);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TAKES")
    void aCollectorThatDoesNotTakeThemHoldsNothingUpAndIsLoggedOnce(SpanCollector.Manner manner) {
        Logger log = (Logger) LoggerFactory.getLogger(SpanSending.class);
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        log.addAppender(said);
        log.setLevel(Level.WARN);
        long begin = System.nanoTime();
        try (SpanCollector collector = new SpanCollector(manner)) {
            try (RunSpans spans = open(collector.address(), 1)) {
                LongStream.range(0, 20_000).forEach(item -> spans.recorded(Samples.answered(RUN.id(), item)));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
            assertThat(collector.asked()).isPositive();
            Awaitility.await().until(() -> !said.list.isEmpty());
            assertThat(said.list).hasSize(1);
            assertThat(said.list.get(0).getFormattedMessage()).startsWith("Spans could not be sent");
        } finally {
            log.detachAppender(said);
            log.setLevel(null);
        }
    }

    @Test
    void withoutAnAddressThereAreNone() {
        assertThat(new Tracing(new TracingSettings(null, Map.of(), 0.01), CLOCK).open())
                .isNull();
    }

    @Test
    void refusesSettingsThatCannotBe() {
        assertThatThrownBy(() -> new TracingSettings(null, Map.of(), 1.5)).hasMessageContaining("from 0 to 1");
        assertThatThrownBy(() -> new TracingSettings(null, Map.of(), Double.NaN))
                .hasMessageContaining("from 0 to 1");
        assertThatThrownBy(() -> new TracingSettings(URI.create("ftp://h/v1"), Map.of(), 1))
                .hasMessageContaining("http");
    }
}
