package io.llmp.batch.export.csv;

import io.llmp.batch.export.ResultFormat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CsvResultConfiguration {

    @Bean
    ResultFormat llmpCsvResultFormat() {
        return new CsvResultFormat(false);
    }

    @Bean
    ResultFormat llmpCsvSafeResultFormat() {
        return new CsvResultFormat(true);
    }
}
