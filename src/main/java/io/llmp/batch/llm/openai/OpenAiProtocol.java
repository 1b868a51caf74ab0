package io.llmp.batch.llm.openai;

import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.Protocol;
import io.llmp.batch.llm.Provider;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import tools.jackson.databind.json.JsonMapper;

/** The {@code openai} protocol: any endpoint with chat completions. */
final class OpenAiProtocol implements Protocol {

    private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(10);
    /** Servers drop idle connections after some time of their own; 5 s is the shortest default in wide use (Node.js). */
    private static final TimeValue MAX_IDLE = TimeValue.ofSeconds(4);

    private final JsonMapper json;
    private final InstantSource clock;

    OpenAiProtocol(JsonMapper json, InstantSource clock) {
        this.json = json;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "openai";
    }

    @Override
    public ModelClient connect(Provider provider) {
        return new ChatClient(
                provider, http(provider), new ChatRequest(json), new ChatResponse(json), new ChatErrors(json, clock));
    }

    private static CloseableHttpClient http(Provider provider) {
        Timeout callTimeout = Timeout.of(provider.callTimeout().toMillis(), TimeUnit.MILLISECONDS);
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(provider.slots())
                        .setMaxConnPerRoute(provider.slots())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT_TIMEOUT)
                                .setSocketTimeout(callTimeout)
                                .setIdleTimeout(Timeout.of(MAX_IDLE.toMilliseconds(), TimeUnit.MILLISECONDS))
                                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                .build())
                        .build())
                .setDefaultRequestConfig(
                        RequestConfig.custom().setResponseTimeout(callTimeout).build())
                // Retries and waits are decided in one place, and a key must not follow a redirect.
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .useSystemProperties()
                .setUserAgent("llmp-batch")
                .build();
    }
}
