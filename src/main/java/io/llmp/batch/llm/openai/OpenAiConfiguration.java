package io.llmp.batch.llm.openai;

import io.llmp.batch.llm.Protocol;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class OpenAiConfiguration {

    @Bean
    Protocol openAiProtocol(InstantSource clock) {
        return new OpenAiProtocol(JsonMapper.shared(), clock);
    }
}
