package io.llmp.batch.input.parquet;

import io.llmp.batch.input.InputFormat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Registers the input format {@code parquet}. */
@Configuration(proxyBeanMethods = false)
class ParquetInputConfiguration {

    @Bean
    InputFormat llmpParquetInputFormat() {
        return new ParquetInputFormat();
    }
}
