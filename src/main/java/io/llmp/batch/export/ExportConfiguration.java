package io.llmp.batch.export;

import io.llmp.batch.record.JobRecordStore;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ExportConfiguration {

    @Bean
    Results llmpResults(List<ResultStorage> storages) {
        return new Results(storages);
    }

    @Bean
    Exporter llmpExporter(List<ResultFormat> formats, Results results, JobRecordStore records) {
        return new Exporter(formats, results, records);
    }
}
