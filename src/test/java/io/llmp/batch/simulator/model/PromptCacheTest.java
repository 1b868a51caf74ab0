package io.llmp.batch.simulator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.simulator.request.ChatRequest;
import io.llmp.batch.simulator.request.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptCacheTest {

    private static final ChatRequest REQUEST = new ChatRequest(
            1,
            "m",
            List.of(new Turn("system", "x".repeat(4 * 1_300)), new Turn("user", "row")),
            false,
            null,
            null,
            9,
            1);

    private final PromptCache cache = new PromptCache();

    @Test
    void aBeginningIsFoundFromTheFirstReplyToItOn() {
        assertThat(cache.look(REQUEST, 0)).isEqualTo(new PromptCache.Hit(0, 1_280));
        cache.keep(REQUEST, 500);
        assertThat(cache.look(REQUEST, 499)).as("at once").isEqualTo(new PromptCache.Hit(0, 1_280));
        cache.keep(REQUEST, 900);

        assertThat(cache.look(REQUEST, 500)).isEqualTo(new PromptCache.Hit(1_280, 0));
    }

    @Test
    void aRequestWithoutAnAnswerLeavesNothing() {
        cache.look(REQUEST, 0);

        assertThat(cache.look(REQUEST, 1_000).found()).isZero();
    }
}
