package io.llmp.batch.store;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Opens the store. Its data source and its transactions are no beans: an application that uses the store as a library has its
 * own of both, and those are what it means wherever it says no more.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StoreProperties.class)
class StoreConfiguration {

    @Bean
    StoreDatabase llmpStore(StoreProperties properties) {
        return StoreDatabase.open(properties, System::nanoTime);
    }
}
