package io.llmp.batch.input;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class InputConfiguration {

    @Bean
    Datasets datasets(List<InputFormat> formats) {
        return new Datasets(formats);
    }
}
