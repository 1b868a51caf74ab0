package io.llmp.batch.report.json;

import io.llmp.batch.report.ReportFormat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class JsonReportConfiguration {

    @Bean
    ReportFormat llmpJsonReport() {
        return new JsonReport();
    }
}
