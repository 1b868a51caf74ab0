package io.llmp.batch.export.csv;

import io.llmp.batch.export.ResultFormat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CsvResultConfiguration {

    @Bean
    ResultFormat csvResultFormat() {
        return new CsvResultFormat(false);
    }

    @Bean
    ResultFormat csvSafeResultFormat() {
        return new CsvResultFormat(true);
    }
}
