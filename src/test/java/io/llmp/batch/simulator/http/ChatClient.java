package io.llmp.batch.simulator.http;

import io.llmp.batch.simulator.Simulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullMarked;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Talks to a simulated provider as a program would. */
@NullMarked
final class ChatClient {

    static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    ChatClient(Simulator.Server server) {
        base = server.baseUrl().toString();
    }

    /** Returns a request whose messages are given as role and text in turn. */
    static ObjectNode request(String... turns) {
        ObjectNode request = JSON.createObjectNode().put("model", "gpt-5-mini");
        ArrayNode messages = request.putArray("messages");
        for (int i = 0; i < turns.length; i += 2) {
            messages.addObject().put("role", turns[i]).put("content", turns[i + 1]);
        }
        return request;
    }

    /** Returns a request for an answer that satisfies {@code schema}. */
    static ObjectNode request(JsonNode schema, String... turns) {
        ObjectNode request = request(turns);
        request.putObject("response_format")
                .put("type", "json_schema")
                .putObject("json_schema")
                .put("name", "answer")
                .set("schema", schema);
        return request;
    }

    static String content(HttpResponse<String> response) {
        return JSON.readTree(response.body()).at("/choices/0/message/content").asString();
    }

    HttpResponse<String> post(JsonNode request) throws IOException, InterruptedException {
        return post(JSON.writeValueAsString(request));
    }

    HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return http.send(message(body).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(JsonNode request, String key) throws IOException, InterruptedException {
        HttpRequest.Builder message = message(JSON.writeValueAsString(request));
        return http.send(message.header("Authorization", "Bearer " + key).build(), BodyHandlers.ofString());
    }

    /** Posts to any path, with headers given as name and value in turn. */
    HttpResponse<String> postTo(String path, JsonNode body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder message = HttpRequest.newBuilder(URI.create(base).resolve(path))
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        for (int i = 0; i < headers.length; i += 2) {
            message.header(headers[i], headers[i + 1]);
        }
        return http.send(message.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> postFor(Duration timeout, JsonNode request) throws IOException, InterruptedException {
        HttpRequest.Builder message = message(JSON.writeValueAsString(request));
        return http.send(message.timeout(timeout).build(), BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> send(JsonNode request) {
        return http.sendAsync(message(JSON.writeValueAsString(request)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create(base).resolve(path);
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    JsonNode stats() throws IOException, InterruptedException {
        return JSON.readTree(get("/stats").body());
    }

    /** Has the server begin its statistics anew. */
    JsonNode forgetStats() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base).resolve("/stats"))
                .DELETE()
                .build();
        return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    }

    private HttpRequest.Builder message(String body) {
        return HttpRequest.newBuilder(URI.create(base + "/chat/completions"))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }
}
