package io.llmp.batch.dispatch;

import java.security.SecureRandom;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RetryPolicy.class)
class DispatchConfiguration {

    @Bean
    CallPools llmpCallPools(RetryPolicy retry) {
        return new CallPools(retry, System::nanoTime, new SecureRandom());
    }
}
