package io.llmp.batch.llm.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of Claude's documentation, "Prompt caching", section "Cache limitations". */
class PromptCacheMinimumsTest {

    @ParameterizedTest
    @CsvSource({
        "claude-haiku-4-5, 4096",
        "claude-haiku-4-5-20251001, 4096",
        "anthropic/claude-haiku-4.5, 4096",
        "claude-opus-4-5-20251101, 4096",
        "claude-opus-4-6, 4096",
        "claude-opus-4-7, 2048",
        "claude-3-5-haiku-20241022, 2048",
        "claude-opus-4-8, 1024",
        "claude-opus-4-1-20250805, 1024",
        "claude-sonnet-4-5-20250929, 1024",
        "claude-sonnet-5, 1024",
        "claude-opus-5, 512",
        "some-other-model, 1024"
    })
    void eachModelKeepsBeginningsFromItsOwnLengthOn(String model, int tokens) {
        assertThat(PromptCacheMinimums.least(model)).isEqualTo(tokens);
    }
}
