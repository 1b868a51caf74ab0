package io.llmp.batch.llm.simulator;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** An HTTP answer: status, headers by name, JSON body. */
record Reply(int status, Map<String, String> headers, JsonNode body) {

    Reply {
        headers = Map.copyOf(headers);
    }

    static Reply of(int status, JsonNode body) {
        return new Reply(status, Map.of(), body);
    }

    /** Returns this reply with more headers. */
    Reply with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Reply(status, all, body);
    }
}
