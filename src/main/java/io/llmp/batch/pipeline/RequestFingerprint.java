package io.llmp.batch.pipeline;

import io.llmp.batch.llm.Dialect;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.template.Message;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells requests apart by everything that can change their answers: the template's answer digest (and with it
 * instruction, schemas, examples and settings), provider, model and messages. Safe for use by many threads.
 */
final class RequestFingerprint {

    private final byte[] common;

    /** @param digest {@link io.llmp.batch.template.TemplateVersion#answerDigest} */
    RequestFingerprint(String digest, String provider, String model, Dialect dialect) {
        String common = String.join("\0", digest, provider, model);
        String meaning = dialect.meaning();
        // Nothing is added for nothing, so that answers stay found that were stored before this was looked at.
        this.common = (meaning.isEmpty() ? common : common + "\0" + meaning).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the lower-case hexadecimal SHA-256. */
    String of(ModelRequest request) {
        MessageDigest digest = sha256();
        digest.update(common);
        for (Message message : request.messages()) {
            digest.update(message.role().name().getBytes(StandardCharsets.US_ASCII));
            byte[] content = message.content().getBytes(StandardCharsets.UTF_8);
            // The length keeps the border between two messages from moving unnoticed.
            digest.update(Integer.toString(content.length).getBytes(StandardCharsets.US_ASCII));
            digest.update((byte) ':');
            digest.update(content);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
