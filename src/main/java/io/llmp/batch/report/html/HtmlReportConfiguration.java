package io.llmp.batch.report.html;

import io.llmp.batch.report.ReportFormat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class HtmlReportConfiguration {

    @Bean
    ReportFormat llmpHtmlReport() {
        return new HtmlReport();
    }
}
