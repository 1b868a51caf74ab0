package io.llmp.batch.llm.anthropic;

import java.util.List;

/**
 * How long the beginning of a request must be for a model to keep it (Claude documentation, "Prompt caching", section "Cache
 * limitations", as of 2026-10).
 */
final class PromptCacheMinimums {

    /** Of the models that are not named here, among them all of generations 3.7 and 4, and Opus 4.8 and Sonnet 5. */
    private static final int USUAL = 1_024;

    /**
     * What the models whose names hold one of these need, in tokens.
     *
     * @param names parts of names; more than one form of a version is in use
     */
    private record Need(int tokens, List<String> names) {}

    private static final List<Need> NEEDS = List.of(
            new Need(4_096, List.of("haiku-4-5", "haiku-4.5", "opus-4-5", "opus-4.5", "opus-4-6", "opus-4.6")),
            new Need(2_048, List.of("opus-4-7", "opus-4.7", "3-5-haiku", "3.5-haiku", "3-haiku")),
            new Need(512, List.of("opus-5", "fable-5", "mythos-5")));

    private PromptCacheMinimums() {}

    static int least(String model) {
        return NEEDS.stream()
                .filter(need -> need.names().stream().anyMatch(model::contains))
                .mapToInt(Need::tokens)
                .findFirst()
                .orElse(USUAL);
    }
}
