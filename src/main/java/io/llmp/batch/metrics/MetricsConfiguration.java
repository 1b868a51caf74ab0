package io.llmp.batch.metrics;

import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({MetricsSettings.class, TracingSettings.class})
class MetricsConfiguration {

    @Bean
    Metrics llmpMetrics(MetricsSettings settings) {
        return new Metrics(settings, System::nanoTime);
    }

    @Bean
    Tracing llmpTracing(TracingSettings settings) {
        return new Tracing(settings, InstantSource.system());
    }
}
