package io.llmp.batch.report;

import io.llmp.batch.event.EventLog;
import io.llmp.batch.export.Results;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.template.TemplateRegistry;
import java.time.InstantSource;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ReportConfiguration {

    @Bean
    RunReader llmpRunReader(TemplateRegistry templates, JobRecordStore records, EventLog events) {
        return new RunReader(templates, records, events);
    }

    @Bean
    Reporter llmpReporter(List<ReportFormat> formats, RunReader reader, Results results) {
        return new Reporter(formats, reader, results, InstantSource.system());
    }

    @Bean
    TemplateStatistics llmpTemplateStatistics(RunReader reader) {
        return new TemplateStatistics(reader);
    }
}
