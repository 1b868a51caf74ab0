package io.llmp.batch.export;

import io.llmp.batch.record.JobRecordStore;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ExportConfiguration {

    @Bean
    Exporter exporter(List<ResultFormat> formats, JobRecordStore records) {
        return new Exporter(formats, records);
    }
}
