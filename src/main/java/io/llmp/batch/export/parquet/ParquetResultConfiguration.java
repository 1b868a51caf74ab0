package io.llmp.batch.export.parquet;

import io.llmp.batch.export.ResultFormat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Registers the result format {@code parquet}. */
@Configuration(proxyBeanMethods = false)
class ParquetResultConfiguration {

    @Bean
    ResultFormat llmpParquetResultFormat() {
        return new ParquetResultFormat();
    }
}
