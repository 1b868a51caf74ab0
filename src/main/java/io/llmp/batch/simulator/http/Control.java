package io.llmp.batch.simulator.http;

import io.llmp.batch.simulator.SimulatorLimits;
import io.llmp.batch.simulator.SimulatorSettings;
import io.llmp.batch.simulator.limit.RateLimits;
import io.llmp.batch.simulator.request.Reply;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Changes the limits of a server that runs. */
final class Control {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> NAMES = List.of("rpm", "tpm", "input_tpm", "output_tpm", "rpd", "concurrency");

    private final RateLimits limits;
    private final LongSupplier nanoTime;

    Control(RateLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /** Does what {@code body} says, an object with some of the limits, and returns all there are then; or says what is wrong. */
    Reply change(byte[] body) {
        ObjectNode wanted;
        try {
            wanted = (ObjectNode) JSON.readTree(body);
        } catch (JacksonException | ClassCastException e) {
            return wrong("The body must be a JSON object.");
        }
        for (var property : wanted.properties()) {
            JsonNode value = property.getValue();
            if (!NAMES.contains(property.getKey()) || !value.isInt() || value.asInt() < 0) {
                return wrong("'" + property.getKey() + "' must be one of " + String.join(", ", NAMES)
                        + ", with a whole number from 0.");
            }
        }
        SimulatorSettings.Change change = new SimulatorSettings.Change(
                Duration.ZERO,
                value(wanted, "rpm"),
                value(wanted, "tpm"),
                value(wanted, "input_tpm"),
                value(wanted, "output_tpm"),
                value(wanted, "rpd"),
                value(wanted, "concurrency"));
        return Reply.of(200, describe(limits.change(change, nanoTime.getAsLong())));
    }

    private static @Nullable Integer value(ObjectNode wanted, String name) {
        return wanted.has(name) ? wanted.path(name).asInt() : null;
    }

    private static ObjectNode describe(SimulatorLimits limits) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("rpm", limits.rpm())
                .put("tpm", limits.tpm())
                .put("input_tpm", limits.inputTpm())
                .put("output_tpm", limits.outputTpm())
                .put("rpd", limits.rpd())
                .put("concurrency", limits.concurrency());
    }

    private static Reply wrong(String message) {
        return Reply.of(400, JsonNodeFactory.instance.objectNode().put("error", message));
    }
}
