package io.llmp.batch.record.dataset;

import io.llmp.batch.input.DatasetSource;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.template.TemplateRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RunDatasetConfiguration {

    @Bean
    DatasetSource llmpRunDatasets(RunStore runs, JobRecordStore records, TemplateRegistry templates) {
        return new RunDatasets(runs, records, templates);
    }
}
