package io.llmp.batch.run;

import io.llmp.batch.record.SkipReason;
import io.llmp.batch.simulator.Simulator;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a simulator says that it served, row by row. */
record ServedCalls(JsonNode stats, Map<String, List<JsonNode>> byRow) {

    /** @param server one that was called by one run alone, and no more than it keeps calls of */
    static ServedCalls of(Simulator.Server server) throws IOException, InterruptedException {
        Map<String, List<JsonNode>> byRow = new LinkedHashMap<>();
        for (JsonNode call : get(server, "/calls")) {
            byRow.computeIfAbsent(call.path("row").asString(), row -> new ArrayList<>())
                    .add(call);
        }
        return new ServedCalls(get(server, "/stats"), byRow);
    }

    private static JsonNode get(Simulator.Server server, String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(server.baseUrl().resolve(path)).build();
        return JsonMapper.shared()
                .readTree(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .body());
    }

    /**
     * What a run must have made of the calls about one row.
     *
     * @param reason why there is no answer, or null when there is one
     * @param calls how many there must have been
     * @param repairs how many of them asked again for an invalid answer
     * @param raised whether the bound on the answer was raised
     * @param tokens those of whole answers
     */
    record Fate(@Nullable SkipReason reason, int calls, int repairs, boolean raised, long tokens) {}

    /**
     * Follows the calls about a row as README and docs/providers.md say that they are made.
     *
     * @throws AssertionError when there was a call too many or too few, or one with another bound
     */
    static Fate follow(List<JsonNode> calls, Rules rules) {
        int repairs = 0;
        int failures = 0;
        int unreadable = 0;
        int bound = rules.bound();
        long tokens = 0;
        for (int i = 0; i < calls.size(); i++) {
            JsonNode call = calls.get(i);
            String fault = call.path("fault").asString("none");
            if (call.path("max_tokens").asInt() != bound) {
                throw new AssertionError("call " + i + " was to be bounded by " + bound + ": " + calls);
            }
            boolean isLast = i == calls.size() - 1;
            SkipReason reason = null;
            boolean settled = true;
            switch (fault) {
                case "none" -> {}
                case "refusal" -> reason = SkipReason.REFUSED;
                case "content_filter" -> reason = SkipReason.CONTENT_FILTERED;
                case "invalid" -> {
                    reason = SkipReason.INVALID_OUTPUT;
                    settled = repairs == rules.repairs();
                    repairs += settled ? 0 : 1;
                }
                case "truncated" -> {
                    reason = SkipReason.TRUNCATED;
                    settled = bound == rules.ceiling();
                    bound = rules.ceiling();
                }
                case "garbled" -> {
                    reason = SkipReason.PROVIDER_UNAVAILABLE;
                    settled = ++unreadable == 2;
                }
                default -> {
                    reason = SkipReason.PROVIDER_UNAVAILABLE;
                    settled = ++failures == rules.attempts();
                }
            }
            boolean whole = reason != SkipReason.PROVIDER_UNAVAILABLE;
            failures = whole ? 0 : failures;
            unreadable = whole ? 0 : unreadable;
            tokens += whole
                    ? call.path("prompt_tokens").asLong(0)
                            + call.path("completion_tokens").asLong(0)
                    : 0;
            if (settled != isLast) {
                throw new AssertionError((isLast ? "too few calls: " : "too many calls: ") + calls);
            }
            if (settled) {
                return new Fate(reason, i + 1, repairs, bound > rules.bound(), tokens);
            }
        }
        throw new AssertionError("no call");
    }

    /**
     * Follows the calls of which {@code attempts} were counted: one whose kept connection was reset is made again at once over
     * a new one and counts for none, so as many resets are left out as there are calls too many.
     *
     * @throws AssertionError when no choice of resets leaves calls that may be made
     */
    static Fate follow(List<JsonNode> calls, int attempts, Rules rules) {
        if (calls.size() <= attempts) {
            return follow(calls, rules);
        }
        AssertionError wrong = new AssertionError("more calls than attempts and resets: " + calls);
        // The last call was not made again.
        for (int i = 0; i < calls.size() - 1; i++) {
            if (calls.get(i).path("fault").asString("").equals("reset")) {
                List<JsonNode> counted = new ArrayList<>(calls);
                counted.remove(i);
                try {
                    return follow(counted, attempts, rules);
                } catch (AssertionError e) {
                    wrong = e;
                }
            }
        }
        throw wrong;
    }

    /**
     * What a run may do.
     *
     * @param bound first bound on an answer, in tokens
     * @param ceiling how far it may be raised: at most to the double
     * @param repairs most repairs of a row
     * @param attempts most failures of one call
     */
    record Rules(int bound, int ceiling, int repairs, int attempts) {}
}
