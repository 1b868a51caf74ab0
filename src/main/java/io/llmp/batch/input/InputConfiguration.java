package io.llmp.batch.input;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class InputConfiguration {

    @Bean
    Datasets llmpDatasets(List<InputFormat> formats, ObjectProvider<DatasetSource> sources) {
        return new Datasets(formats, sources.stream().toList());
    }
}
