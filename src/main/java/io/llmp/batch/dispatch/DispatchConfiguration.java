package io.llmp.batch.dispatch;

import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class DispatchConfiguration {

    @Bean
    RetryPolicy retryPolicy(Environment environment) {
        return Binder.get(environment)
                .bindOrCreate(
                        "llmp.retry",
                        Bindable.of(RetryPolicy.class),
                        // Refuses keys it does not know, so that a misspelt bound is not silently no bound.
                        new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
    }
}
