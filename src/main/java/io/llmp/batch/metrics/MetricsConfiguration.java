package io.llmp.batch.metrics;

import io.llmp.batch.limit.Ticker;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({MetricsSettings.class, TracingSettings.class})
class MetricsConfiguration {

    @Bean
    Metrics metrics(MetricsSettings settings, Ticker ticker) {
        return new Metrics(settings, ticker);
    }

    @Bean
    Tracing tracing(TracingSettings settings, InstantSource clock) {
        return new Tracing(settings, clock);
    }
}
