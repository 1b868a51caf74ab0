package io.llmp.batch.llm.simulator;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers how prompts begin, as the providers do: a beginning of 1,024 tokens and more that came before is found again
 * (OpenAI, "Prompt caching"; Anthropic, "Prompt caching"), in whole turns and in steps of 128 tokens. It keeps the last
 * 1,000 beginnings, whatever their age. Safe for use by many threads.
 */
final class PromptCache {

    private static final int SHORTEST = 1_024;
    private static final int STEP = 128;
    private static final int MOST = 1_000;

    private final Map<Long, Boolean> beginnings = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > MOST;
        }
    };

    /**
     * Tokens of a prompt.
     *
     * @param found those that were in the cache
     * @param kept those that are in it from now on, and were not
     */
    record Hit(int found, int kept) {

        static final Hit NONE = new Hit(0, 0);
    }

    /** Looks the prompt of {@code request} up, and keeps how it begins. */
    synchronized Hit look(ChatRequest request) {
        int whole = steps(request, request.cacheable());
        if (whole == 0) {
            return Hit.NONE;
        }
        int found = 0;
        long key = 0;
        for (int count = 1; count <= request.cacheable(); count++) {
            key = Draw.mix(key, RequestKey.of(request.turns().get(count - 1).text()));
            int tokens = steps(request, count);
            if (tokens > 0 && beginnings.put(key, true) != null) {
                found = tokens;
            }
        }
        return new Hit(found, whole - found);
    }

    private static int steps(ChatRequest request, int count) {
        int tokens = request.promptTokens(count);
        return tokens < SHORTEST ? 0 : tokens / STEP * STEP;
    }
}
