package io.llmp.batch.llm;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows the providers' own hosts that show a model the schema of its answer, and bill it as part of the prompt. Servers that
 * constrain the grammar alone (vLLM, SGLang, llama.cpp, Ollama, LM Studio) do not.
 */
final class SchemaHosts {

    /**
     * OpenAI, "Structured model outputs"; Anthropic, "Structured outputs"; Gemini, "Structured output"; Mistral, "Custom
     * structured outputs".
     */
    private static final Set<String> HOSTS = Set.of(
            "api.openai.com",
            "eu.api.openai.com",
            "us.api.openai.com",
            "api.anthropic.com",
            "generativelanguage.googleapis.com",
            "api.mistral.ai");

    /** Azure's resources, by their older and their newer names. */
    private static final List<String> DOMAINS =
            List.of(".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com");

    private SchemaHosts() {}

    static boolean show(URI address) {
        @Nullable String named = address.getHost();
        String host = named == null ? "" : named.toLowerCase(Locale.ROOT);
        return HOSTS.contains(host) || DOMAINS.stream().anyMatch(host::endsWith);
    }
}
