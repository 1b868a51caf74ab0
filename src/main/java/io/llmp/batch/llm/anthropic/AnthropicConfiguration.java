package io.llmp.batch.llm.anthropic;

import io.llmp.batch.llm.Protocol;
import io.llmp.batch.llm.http.HttpProtocol;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AnthropicConfiguration {

    @Bean
    Protocol llmpAnthropicProtocol() {
        return anthropicProtocol(InstantSource.system());
    }

    Protocol anthropicProtocol(InstantSource clock) {
        return new HttpProtocol("anthropic", provider -> new MessagesWire(provider.dialect()), clock);
    }
}
