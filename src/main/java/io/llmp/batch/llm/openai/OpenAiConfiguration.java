package io.llmp.batch.llm.openai;

import io.llmp.batch.llm.Protocol;
import io.llmp.batch.llm.http.HttpProtocol;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class OpenAiConfiguration {

    @Bean
    Protocol llmpOpenAiProtocol() {
        return openAiProtocol(InstantSource.system());
    }

    Protocol openAiProtocol(InstantSource clock) {
        return new HttpProtocol("openai", provider -> new ChatWire(provider.dialect(), !provider.showsSchema()), clock);
    }
}
