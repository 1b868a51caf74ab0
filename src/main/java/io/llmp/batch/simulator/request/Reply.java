package io.llmp.batch.simulator.request;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An HTTP answer: status, headers by name, and a body of a media type. */
public record Reply(int status, Map<String, String> headers, String type, String body) {

    private static final JsonMapper JSON = JsonMapper.shared();

    public Reply {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    public static Reply of(int status, JsonNode body) {
        return new Reply(status, Map.of(), "application/json", JSON.writeValueAsString(body));
    }

    /** Returns this reply with more headers. */
    public Reply with(Map<String, String> more) {
        if (more.isEmpty()) {
            return this;
        }
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Reply(status, all, type, body);
    }

    public Reply withBody(String newType, String newBody) {
        return new Reply(status, headers, newType, newBody);
    }
}
