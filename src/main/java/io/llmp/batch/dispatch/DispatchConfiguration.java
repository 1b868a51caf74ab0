package io.llmp.batch.dispatch;

import io.llmp.batch.limit.Ticker;
import java.security.SecureRandom;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RetryPolicy.class)
class DispatchConfiguration {

    @Bean
    CallPools callPools(RetryPolicy retry, Ticker ticker) {
        return new CallPools(retry, ticker, new SecureRandom());
    }
}
