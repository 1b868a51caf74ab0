package io.llmp.batch.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.limit.LimitSettings;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.mock.env.MockEnvironment;

class LlmConfigurationTest {

    private final MockEnvironment environment = new MockEnvironment()
            .withProperty("llmp.default-provider", "mine")
            .withProperty("llmp.providers.mine.base-url", "http://127.0.0.1:1/v1")
            .withProperty("llmp.providers.mine.model", "m");

    @Test
    void bindsEveryLimit() {
        environment
                .withProperty("llmp.providers.mine.concurrency", "3")
                .withProperty("llmp.providers.mine.rpm", "500")
                .withProperty("llmp.providers.mine.tpm", "200000")
                .withProperty("llmp.providers.mine.input-tpm", "150000")
                .withProperty("llmp.providers.mine.output-tpm", "50000")
                .withProperty("llmp.providers.mine.rpd", "10000")
                .withProperty("llmp.providers.mine.tpd", "5000000000");

        assertThat(choose(null).limits())
                .isEqualTo(new LimitSettings(3, 500, 200_000, 150_000, 50_000, 10_000L, 5_000_000_000L));
    }

    @Test
    void refusesAMisspeltLimitAndOneBelowOne() {
        environment.withProperty("llmp.providers.mine.imput-tpm", "5");
        assertThatThrownBy(() -> choose(null))
                .isInstanceOf(BindException.class)
                .hasRootCauseMessage("The elements [llmp.providers.mine.imput-tpm] were left unbound.");

        MockEnvironment below = new MockEnvironment()
                .withProperty("llmp.providers.mine.base-url", "http://127.0.0.1:1/v1")
                .withProperty("llmp.providers.mine.model", "m")
                .withProperty("llmp.providers.mine.rpd", "0");
        assertThatThrownBy(() -> new LlmConfiguration()
                        .providers(below, InstantSource.system())
                        .choose(new ModelSelection("mine", null, null, null, null, null), null))
                .hasStackTraceContaining("rpd must be at least 1 but was 0");
    }

    @Test
    void aCallMayTakeAsLongAsItsLongestAnswer() {
        assertThat(choose(200).provider().callTimeout()).isEqualTo(Duration.ofSeconds(70));
        assertThat(choose(16_000).provider().callTimeout()).isEqualTo(Duration.ofSeconds(860));
        assertThat(choose(null).provider().callTimeout()).isEqualTo(Duration.ofMinutes(5));

        environment.withProperty("llmp.providers.mine.call-timeout", "9s");
        assertThat(choose(16_000).provider().callTimeout()).isEqualTo(Duration.ofSeconds(9));
    }

    private ResolvedModel choose(@Nullable Integer maxOutputTokens) {
        return new LlmConfiguration()
                .providers(environment, InstantSource.system())
                .choose(new ModelSelection(null, null, null, null, null, null), maxOutputTokens);
    }
}
