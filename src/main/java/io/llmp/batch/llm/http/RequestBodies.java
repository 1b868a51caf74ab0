package io.llmp.batch.llm.http;

import io.llmp.batch.llm.AnswerForm;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.template.Message;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes bodies. What is the same for every row (model, settings, schema, instruction, examples) is written once and kept
 * until a request differs in it. Safe for use by many threads.
 */
final class RequestBodies {

    /** What a request begins with, and for which requests that is so. */
    private static final class Head {

        private final ModelRequest request;
        private final AnswerForm form;
        private final byte[] bytes;

        Head(ModelRequest request, AnswerForm form, byte[] bytes) {
            this.request = request;
            this.form = form;
            this.bytes = bytes;
        }

        boolean fits(ModelRequest other, AnswerForm otherForm, List<Message> stable) {
            return form == otherForm
                    && Objects.equals(request.outputSchema(), other.outputSchema())
                    && request.model().equals(other.model())
                    && request.settings().equals(other.settings())
                    && request.messages().equals(stable);
        }
    }

    private final Wire wire;
    private final AnswerWords words;
    private final JsonMapper json;
    private volatile @Nullable Head last;

    RequestBodies(Wire wire, AnswerWords words, JsonMapper json) {
        this.wire = wire;
        this.words = words;
        this.json = json;
    }

    byte[] of(ModelRequest request, AnswerForm form) {
        byte[] head = head(request, form);
        // The head ends with the messages' and the body's closing brackets, or what it has of messages is empty.
        boolean empty = head[head.length - 3] == '[';
        ByteArrayOutputStream body = new ByteArrayOutputStream(head.length + 1024);
        body.write(head, 0, head.length - 2);
        for (Message message :
                request.messages().subList(request.stable(), request.messages().size())) {
            if (!empty) {
                body.write(',');
            }
            empty = false;
            body.writeBytes(json.writeValueAsBytes(wire.message(message)));
        }
        body.write(']');
        body.write('}');
        return body.toByteArray();
    }

    private byte[] head(ModelRequest request, AnswerForm form) {
        List<Message> stable = request.messages().subList(0, request.stable());
        Head kept = last;
        if (kept == null || !kept.fits(request, form, stable)) {
            ModelRequest first = request.withMessages(stable);
            kept = new Head(first, form, json.writeValueAsBytes(wire.body(words.added(first, form), form)));
            last = kept;
        }
        return kept.bytes;
    }

    /** Returns the whole body as a tree that is written as the same bytes. */
    ObjectNode tree(ModelRequest request, AnswerForm form) {
        return (ObjectNode) json.reader()
                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .readTree(of(request, form));
    }
}
