package io.llmp.batch.estimate;

import io.llmp.batch.llm.Protocol;
import io.llmp.batch.llm.Providers;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.run.prepare.RunInputs;
import io.llmp.batch.template.TemplateRegistry;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EstimateConfiguration {

    @Bean
    Estimator llmpEstimator(
            TemplateRegistry templates,
            RunInputs inputs,
            Providers providers,
            List<Protocol> protocols,
            RunStore runs,
            JobRecordStore records) {
        return new Estimator(templates, inputs, providers, protocols, runs, records);
    }
}
