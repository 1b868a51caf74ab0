package io.llmp.batch.llm.http;

import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * How connections are made and kept. A proxy, a trust store and a key store are taken from the JVM's own settings
 * ({@code https.proxyHost}, {@code javax.net.ssl.trustStore}, …).
 */
final class HttpConnections {

    private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(10);
    /** Servers drop idle connections after some time of their own; 5 s is the shortest default in wide use (Node.js). */
    private static final TimeValue MAX_IDLE = TimeValue.ofSeconds(4);

    static final String USER_AGENT = "llmp-batch";

    private HttpConnections() {}

    /**
     * Returns connections to one server. They wait for replies without a bound of their own: a read with one takes more calls
     * of the system, and whoever asks bounds the call as a whole.
     *
     * @param most connections at once
     */
    static PoolingHttpClientConnectionManager pool(int most) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .useSystemProperties()
                .setMaxConnTotal(most)
                .setMaxConnPerRoute(most)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT_TIMEOUT)
                        .setSocketTimeout(Timeout.DISABLED)
                        .setIdleTimeout(Timeout.of(MAX_IDLE.toMilliseconds(), TimeUnit.MILLISECONDS))
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .build())
                .build();
    }

    /** Returns what calls {@code server} over {@code connections}, and closes them with itself. */
    static CloseableHttpClient client(URI server, HttpClientConnectionManager connections) {
        return isBehindProxy(server) ? throughProxy(connections) : HttpClients.createMinimal(connections);
    }

    private static boolean isBehindProxy(URI server) {
        ProxySelector proxies = ProxySelector.getDefault();
        return proxies != null && proxies.select(server).stream().anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT);
    }

    /** Also what the minimal client leaves out, which is a seventh of the CPU of a call and none of it of use without a proxy. */
    private static CloseableHttpClient throughProxy(HttpClientConnectionManager connections) {
        return HttpClients.custom()
                .setConnectionManager(connections)
                // Retries and waits are decided in one place, and a key must not follow a redirect.
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .useSystemProperties()
                .setUserAgent(USER_AGENT)
                .build();
    }
}
