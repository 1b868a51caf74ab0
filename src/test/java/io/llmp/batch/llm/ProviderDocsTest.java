package io.llmp.batch.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;

/** Every configuration that docs/providers.md shows can be used as it stands there. */
class ProviderDocsTest {

    static List<ProviderDocs.Block> blocks() {
        return ProviderDocs.blocks();
    }

    @Test
    void everyBlockIsRead() throws IOException {
        assertThat(blocks()).hasSize(ProviderDocs.text().split("```yaml").length - 1);
        assertThat(blocks())
                .extracting(ProviderDocs.Block::title)
                .contains(
                        "OpenAI",
                        "Azure OpenAI",
                        "Anthropic",
                        "vLLM",
                        "llama.cpp server",
                        "Ollama",
                        "LiteLLM",
                        "Groq",
                        "Keys that expire",
                        "Several endpoints");
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void aBlockIsAWholeConfiguration(ProviderDocs.Block block) throws IOException {
        Binder binder = block.binder();
        BindHandler strict = new NoUnboundElementsBindHandler(BindHandler.DEFAULT);
        Map<String, Endpoint> endpoints = binder.bind(
                        "llmp.providers", Bindable.mapOf(String.class, Endpoint.class), strict)
                .get();
        Map<String, Price> prices = binder.bind("llmp.prices", Bindable.mapOf(String.class, Price.class), strict)
                .orElse(Map.of());
        assertThat(endpoints).hasSize(1);
        endpoints.forEach((name, endpoint) -> {
            Map<String, String> environment = new HashMap<>();
            if (endpoint.keyVariable() != null) {
                environment.put(endpoint.keyVariable(), "sk-test");
            }
            endpoint.endpoints().forEach(each -> environment.put(String.valueOf(each.keyVariable()), "sk-test"));
            assertThat(endpoint.protocol()).isIn("openai", "anthropic");
            assertThat(endpoint.keyVariable() != null || endpoint.keyFile() != null || !endpoint.keyRequired())
                    .isTrue();
            if (endpoint.keyFile() == null && endpoint.keyCommand() == null) {
                Providers providers = new Providers(name, endpoints, prices, environment);
                ResolvedModel choice = providers.choose(
                        new ModelSelection(null, endpoint.model() == null ? "m" : null, null, null, null, null), null);
                assertThat(choice.provider().dialect().query()).isEqualTo(endpoint.query());
                assertThat(choice.price() == null).isEqualTo(prices.isEmpty());
            }
        });
    }

    @Test
    void keysKeepTheirSpelling() throws IOException {
        ProviderDocs.Block azure = blocks().stream()
                .filter(block -> block.title().equals("Azure OpenAI"))
                .findFirst()
                .orElseThrow();
        Map<String, Endpoint> endpoints = azure.binder()
                .bind("llmp.providers", Bindable.mapOf(String.class, Endpoint.class))
                .get();
        assertThat(Objects.requireNonNull(endpoints.get("azure")).query())
                .isEqualTo(Map.of("api-version", "2024-10-21"));
        Map<String, Endpoint> named = ProviderDocs.binder(
                        "llmp: {providers: {r: {headers: {X-Title: a b, HTTP-Referer: 'https://x'}, extra: '{\"a_b\": 1}'}}}")
                .bind("llmp.providers", Bindable.mapOf(String.class, Endpoint.class))
                .get();
        Endpoint r = Objects.requireNonNull(named.get("r"));
        assertThat(r.headers()).isEqualTo(Map.of("X-Title", "a b", "HTTP-Referer", "https://x"));
        assertThat(r.dialect("r").extra().toString()).isEqualTo("{\"a_b\":1}");
    }

    @Test
    void everyKeyIsExplained() throws IOException {
        String text = ProviderDocs.text();
        for (var component : Stream.of(Endpoint.class, KeyedAddress.class)
                .flatMap(type -> Stream.of(type.getRecordComponents()))
                .toList()) {
            String key = component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            assertThat(text).contains("`" + key + "`");
        }
        for (AnswerForm form : AnswerForm.values()) {
            assertThat(text).contains("`" + form.name().toLowerCase(Locale.ROOT).replace('_', '-') + "`");
        }
    }
}
