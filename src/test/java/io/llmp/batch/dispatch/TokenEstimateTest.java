package io.llmp.batch.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.limit.Use;
import io.llmp.batch.llm.Usage;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TokenEstimateTest {

    private final TokenEstimate estimate = new TokenEstimate();

    @Test
    void beginsWithARuleOfThumbAndTheBoundOfTheAnswer() {
        assertThat(foresee(400, null)).isEqualTo(Use.ofTokens(100, 200));
        assertThat(foresee(400, 50)).isEqualTo(Use.ofTokens(100, 50));
    }

    @Test
    void followsTheFirstAnswerAtOnce() {
        estimate.learn(1_000, new Usage(900, 0, 20));

        assertThat(foresee(2_000, null).inputTokens()).isBetween(1_790L, 1_801L);
        assertThat(foresee(2_000, null).outputTokens()).isEqualTo(20);
    }

    @Test
    void averagesAnswersAndFollowsAChangeWithinSomeFiftyCalls() {
        for (int call = 0; call < 100; call++) {
            estimate.learn(1_000, new Usage(250, 0, call % 2 == 0 ? 90 : 110));
        }
        assertThat(foresee(1_000, null).outputTokens()).isBetween(98L, 103L);
        for (int call = 0; call < 60; call++) {
            estimate.learn(1_000, new Usage(500, 0, 400));
        }
        assertThat(foresee(1_000, null).inputTokens()).isBetween(480L, 501L);
        assertThat(foresee(1_000, null).outputTokens()).isBetween(380L, 401L);
    }

    @Test
    void longPromptsWeighAsMuchAsTheyAreLong() {
        for (int call = 0; call < 200; call++) {
            boolean isLong = call % 2 == 0;
            estimate.learn(isLong ? 9_000 : 1_000, new Usage(isLong ? 3_000 : 300, 0, 10));
        }
        assertThat(foresee(3_000, null).inputTokens()).isBetween(970L, 1_010L);
    }

    @Test
    void aServerThatCountsNoPromptTokensTeachesNothingOfThem() {
        estimate.learn(1_000, new Usage(0, 0, 10));

        assertThat(foresee(400, null).inputTokens()).isEqualTo(100);
    }

    private Use foresee(long characters, @Nullable Integer bound) {
        return estimate.foresee(characters, bound, BigDecimal.ZERO);
    }
}
