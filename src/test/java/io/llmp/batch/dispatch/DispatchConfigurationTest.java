package io.llmp.batch.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class DispatchConfigurationTest {

    private final MockEnvironment environment = new MockEnvironment();

    @Test
    void bindsWhenToTryAgain() {
        environment
                .withProperty("llmp.retry.max-attempts", "3")
                .withProperty("llmp.retry.max-outage", "1h")
                .withProperty("llmp.retry.share", "0.5");

        assertThat(new DispatchConfiguration().retryPolicy(environment))
                .isEqualTo(new RetryPolicy(
                        3,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(60),
                        Duration.ofMinutes(10),
                        Duration.ofHours(1),
                        0.5));
    }

    @Test
    void refusesARetryThatMakesNoSense() {
        environment.withProperty("llmp.retry.max-outage", "0s");

        assertThatThrownBy(() -> new DispatchConfiguration().retryPolicy(environment))
                .hasStackTraceContaining("must be above 0");
    }

    @Test
    void refusesAKeyItDoesNotKnow() {
        environment.withProperty("llmp.retry.max-atempts", "3");

        assertThatThrownBy(() -> new DispatchConfiguration().retryPolicy(environment))
                .hasStackTraceContaining("max-atempts");
    }
}
