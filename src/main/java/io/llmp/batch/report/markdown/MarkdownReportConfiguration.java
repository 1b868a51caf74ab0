package io.llmp.batch.report.markdown;

import io.llmp.batch.report.ReportFormat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MarkdownReportConfiguration {

    @Bean
    ReportFormat llmpMarkdownReport() {
        return new MarkdownReport();
    }
}
