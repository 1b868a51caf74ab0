package io.llmp.batch.llm;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class LlmConfiguration {

    /** Refuses keys it does not know, so that a misspelt limit is not silently no limit. */
    private static final BindHandler STRICT = new NoUnboundElementsBindHandler(BindHandler.DEFAULT);

    @Bean
    Providers llmpProviders(Environment environment) {
        return providers(environment, InstantSource.system());
    }

    Providers providers(Environment environment, InstantSource clock) {
        Binder binder = Binder.get(environment);
        return new Providers(
                binder.bind("llmp.default-provider", String.class).orElse(null),
                binder.bind("llmp.providers", Bindable.mapOf(String.class, Endpoint.class), STRICT)
                        .orElse(Map.of()),
                prices(binder),
                System.getenv(),
                binder.bind("llmp.allow-http", Boolean.class).orElse(false),
                clock);
    }

    /** Whole entries of the user's stand before those that come with the program, so that no price has two sources. */
    private static Map<String, Price> prices(Binder binder) {
        Map<String, Price> prices = new HashMap<>();
        for (String key : List.of("llmp.price-list", "llmp.prices")) {
            prices.putAll(binder.bind(key, Bindable.mapOf(String.class, Price.class), STRICT)
                    .orElse(Map.of()));
        }
        return prices;
    }
}
