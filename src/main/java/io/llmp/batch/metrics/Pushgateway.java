package io.llmp.batch.metrics;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A Prometheus Pushgateway, which keeps the last figures of each template for Prometheus to scrape.
 *
 * @param address its address; without a path, a job named {@code llmp} with a group for each template is added
 */
record Pushgateway(URI address) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Replaces the figures of a template by {@code figures}, which are in Prometheus' text format. */
    void put(String template, String figures) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) target(template).toURL().openConnection();
        connection.setRequestMethod("PUT");
        connection.setConnectTimeout((int) PATIENCE.toMillis());
        connection.setReadTimeout((int) PATIENCE.toMillis());
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        try {
            connection.getOutputStream().write(figures.getBytes(StandardCharsets.UTF_8));
            int status = connection.getResponseCode();
            if (status / 100 != 2) {
                throw new IOException("the Pushgateway at " + address.getHost() + " answered with status " + status);
            }
        } finally {
            connection.disconnect();
        }
    }

    private URI target(String template) {
        String path = address.getPath();
        if (path != null && path.contains("/metrics/job/")) {
            return address;
        }
        String base = address.toString().replaceAll("/+$", "");
        return URI.create(base + "/metrics/job/llmp/template/" + URLEncoder.encode(template, StandardCharsets.UTF_8));
    }
}
