package io.llmp.batch.answer;

import io.llmp.batch.input.Sha256;
import io.llmp.batch.llm.Dialect;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.use.PromptRenderer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Distinguishes requests by everything that can change their answers: the template's answer digest (and with it
 * instruction, schemas, examples and settings), provider, model and messages. A protocol may say the schema in other words, by
 * host and form of answer; the fingerprint takes the same words for all of them. So an answer is found again whichever server of
 * the provider gave it, and answers stay found that were stored when those words were sent. Safe for use by many threads.
 */
final class RequestFingerprint {

    /** The first message of every request of a run, and the words it is told apart by. */
    private record Beginning(String content, @Nullable ObjectNode schema, String words) {}

    private final byte[] common;
    private volatile @Nullable Beginning last;

    /** @param digest {@link io.llmp.batch.template.TemplateVersion#answerDigest} */
    RequestFingerprint(String digest, String provider, String model, Dialect dialect) {
        String common = String.join("\0", digest, provider, model);
        String meaning = dialect.meaning();
        // Nothing is added for nothing, so that answers stay found that were stored before this was looked at.
        this.common = (meaning.isEmpty() ? common : common + "\0" + meaning).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the lower-case hexadecimal SHA-256. */
    String of(ModelRequest request) {
        MessageDigest digest = Sha256.begin();
        digest.update(common);
        for (Message message : request.messages()) {
            digest.update(message.role().name().getBytes(StandardCharsets.US_ASCII));
            String words = message.role() == Message.Role.SYSTEM
                    ? beginning(message.content(), request.outputSchema())
                    : message.content();
            byte[] content = words.getBytes(StandardCharsets.UTF_8);
            // The length keeps the border between two messages from moving unnoticed.
            digest.update(Integer.toString(content.length).getBytes(StandardCharsets.US_ASCII));
            digest.update((byte) ':');
            digest.update(content);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private String beginning(String content, @Nullable ObjectNode schema) {
        Beginning known = last;
        if (known == null || !known.content().equals(content) || !Objects.equals(known.schema(), schema)) {
            known = new Beginning(content, schema, schema == null ? content : content + PromptRenderer.words(schema));
            last = known;
        }
        return known.words();
    }
}
