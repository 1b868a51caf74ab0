package io.llmp.batch.export.local;

import io.llmp.batch.export.ResultStorage;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LocalResultConfiguration {

    @Bean
    ResultStorage llmpLocalResults() {
        return new LocalResultStorage();
    }
}
