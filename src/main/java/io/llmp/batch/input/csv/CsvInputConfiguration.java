package io.llmp.batch.input.csv;

import io.llmp.batch.input.InputFormat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CsvInputConfiguration {

    @Bean
    InputFormat llmpCsvInputFormat() {
        return new CsvFormat();
    }
}
