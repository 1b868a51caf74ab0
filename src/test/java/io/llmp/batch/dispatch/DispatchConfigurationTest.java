package io.llmp.batch.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

class DispatchConfigurationTest {

    @Test
    void bindsWhenToTryAgain() {
        assertThat(policy(Map.of(
                        "llmp.retry.max-attempts", "3", "llmp.retry.max-outage", "1h", "llmp.retry.share", "0.5")))
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
        assertThatThrownBy(() -> policy(Map.of("llmp.retry.max-outage", "0s")))
                .hasStackTraceContaining("must be above 0");
    }

    @Test
    void refusesAKeyItDoesNotKnow() {
        assertThatThrownBy(() -> policy(Map.of("llmp.retry.max-atempts", "3"))).hasStackTraceContaining("max-atempts");
    }

    private static RetryPolicy policy(Map<String, Object> settings) {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", settings));
            context.register(DispatchConfiguration.class);
            context.refresh();
            return context.getBean(RetryPolicy.class);
        }
    }
}
