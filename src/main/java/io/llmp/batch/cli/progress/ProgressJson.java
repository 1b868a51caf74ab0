package io.llmp.batch.cli.progress;

import io.llmp.batch.dispatch.CallerState;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.run.control.RunProgress;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Looks at a run for machines; docs/operations.md says what the keys mean. */
final class ProgressJson {

    private static final JsonMapper JSON = JsonMapper.shared();

    private ProgressJson() {}

    /** Returns a message as an object. */
    static ObjectNode message(String words) {
        return JSON.createObjectNode().put("message", words);
    }

    static ObjectNode of(Look look) {
        RunProgress.Snapshot moment = look.moment();
        ObjectNode json = JSON.createObjectNode();
        json.put("run_id", look.run().id().value());
        json.put("phase", moment.phase().name());
        json.put("elapsed_ms", look.elapsed().toMillis());
        json.put("items", moment.items());
        json.put("done", look.done());
        counts(json, moment.counts());
        ObjectNode skips = json.putObject("skips");
        moment.tally().skips().forEach((reason, count) -> skips.put(reason.name(), count));
        json.put("retries", moment.tally().retries());
        json.put("repairs", moment.tally().repairs());
        json.put("rows_per_second", rounded(look.perSecond(), 10));
        Duration left = look.timeLeft();
        json.put("seconds_left", left == null ? null : left.toSeconds());
        BigDecimal projected = look.projectedCost();
        json.put("projected_cost_usd", projected == null ? null : projected.stripTrailingZeros());
        calls(json, moment.calls(), moment.slots());
        return json;
    }

    private static void counts(ObjectNode json, RunCounts counts) {
        json.put("succeeded", counts.succeeded());
        json.put("reused", counts.reused());
        json.put("skipped", counts.skipped());
        json.put("attempts", counts.attempts());
        json.put("prompt_tokens", counts.usage().promptTokens());
        json.put("completion_tokens", counts.usage().completionTokens());
        json.put("cost_usd", counts.cost().stripTrailingZeros());
        json.put("unpriced", counts.unpriced());
    }

    private static void calls(ObjectNode json, @Nullable CallerState calls, int slots) {
        json.put("slots", slots);
        if (calls == null) {
            // Every line has every key.
            for (String key : List.of(
                    "in_flight",
                    "concurrency",
                    "waiting",
                    "waiting_for",
                    "waiting_ms",
                    "request_share",
                    "token_share")) {
                json.putNull(key);
            }
            return;
        }
        json.put("in_flight", calls.inFlight());
        json.put("concurrency", calls.concurrency());
        json.put("waiting", calls.waiting());
        json.put("waiting_for", waitingFor(calls).name().toLowerCase(Locale.ROOT));
        json.put("waiting_ms", calls.forAtLeast().toMillis());
        json.put("request_share", rounded(calls.requestShare(), 1000));
        json.put("token_share", rounded(calls.tokenShare(), 1000));
    }

    private static CallerState.Obstacle waitingFor(CallerState calls) {
        boolean hidden = calls.obstacle() == CallerState.Obstacle.NONE && calls.waiting() > 0 && calls.areSlotsBusy();
        return hidden ? CallerState.Obstacle.SLOTS : calls.obstacle();
    }

    private static @Nullable Double rounded(@Nullable Double value, int parts) {
        return value == null ? null : (double) Math.round(value * parts) / parts;
    }
}
