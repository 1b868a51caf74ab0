package io.llmp.batch.simulator.model;

import io.llmp.batch.simulator.request.ChatRequest;
import io.llmp.batch.simulator.request.Draw;
import io.llmp.batch.simulator.request.RequestKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers how prompts begin, as the providers do: a beginning of 1,024 tokens and more that came before is found again
 * (OpenAI, "Prompt caching"; Anthropic, "Prompt caching"), in whole turns and in steps of 128 tokens. A beginning is found
 * from the reply to it on ("Prompt caching": an entry is there once the first response begins), so that requests at once all
 * miss it. It keeps the last 1,000 beginnings, whatever their age. Safe for use by many threads.
 */
final class PromptCache {

    private static final int SHORTEST = 1_024;
    private static final int STEP = 128;
    private static final int MOST = 1_000;

    /** Beginnings, and the nanosecond from which each is found. */
    private final Map<Long, Long> beginnings = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > MOST;
        }
    };

    /**
     * Tokens of a prompt.
     *
     * @param found those that were in the cache
     * @param kept those that are in it from the reply on, and were not
     */
    record Hit(int found, int kept) {

        static final Hit NONE = new Hit(0, 0);
    }

    /** Looks the prompt of {@code request} up at {@code now}. */
    synchronized Hit look(ChatRequest request, long now) {
        int found = 0;
        for (Beginning beginning : beginnings(request)) {
            Long from = beginnings.get(beginning.key());
            if (from != null && from - now <= 0) {
                found = beginning.tokens();
            }
        }
        return new Hit(found, steps(request, request.cacheable()) - found);
    }

    /** Keeps how {@code request}, which is answered {@code at}, begins. */
    synchronized void keep(ChatRequest request, long at) {
        for (Beginning beginning : beginnings(request)) {
            beginnings.merge(beginning.key(), at, Math::min);
        }
    }

    private record Beginning(long key, int tokens) {}

    /** Returns those that are long enough, the longest last. */
    private static List<Beginning> beginnings(ChatRequest request) {
        List<Beginning> all = new ArrayList<>();
        long key = 0;
        for (int count = 1; count <= request.cacheable(); count++) {
            key = Draw.mix(key, RequestKey.of(request.turns().get(count - 1).text()));
            int tokens = steps(request, count);
            if (tokens > 0) {
                all.add(new Beginning(key, tokens));
            }
        }
        return all;
    }

    private static int steps(ChatRequest request, int count) {
        int tokens = request.promptTokens(count);
        return tokens < SHORTEST ? 0 : tokens / STEP * STEP;
    }
}
