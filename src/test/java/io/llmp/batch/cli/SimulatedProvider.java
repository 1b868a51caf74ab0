package io.llmp.batch.cli;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.simulator.Simulator;
import io.llmp.batch.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The simulator as a server of the test's own, and what it counted. */
final class SimulatedProvider implements AutoCloseable {

    private final Application application;
    private final Simulator.Server server;
    private final HttpClient http = HttpClient.newHttpClient();

    /** @param settings keys below {@code llmp.simulator} */
    SimulatedProvider(Map<String, String> settings) {
        this(settings, 0);
    }

    /** @param port where it listens; 0 for any that is free */
    SimulatedProvider(Map<String, String> settings, int port) {
        System.setProperty("llmp.config", "config");
        application = Application.forSimulating(settings.entrySet().stream()
                .collect(Collectors.toMap(entry -> "llmp.simulator." + entry.getKey(), Map.Entry::getValue)));
        server = application.part(Simulator.class).start(port, application.part(SimulatorSettings.class));
    }

    URI baseUrl() {
        return server.baseUrl();
    }

    /** Returns one number of the server's statistics. */
    long count(String statistic) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(baseUrl().resolve("/stats")).build();
            String body =
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            JsonNode value = JsonMapper.shared().readTree(body).path(statistic);
            if (!value.isNumber()) {
                throw new AssertionError("no statistic " + statistic + " in " + body);
            }
            return value.asLong();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.close();
        application.close();
    }
}
