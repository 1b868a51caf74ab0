package io.llmp.batch.template.file;

import io.llmp.batch.template.file.TemplateProblems.Position;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the small texts that a template consists of. */
final class Utf8 {

    /** A template of this size fills a quarter of a million tokens, in every request; none is meant to be so large. */
    static final int MAX_BYTES = 1_000_000;

    private Utf8() {}

    /** Returns the bytes of {@code file}, of a larger one just more than {@link #MAX_BYTES}. */
    static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_BYTES + 1);
        }
    }

    /** Returns the text in {@code bytes} without a byte order mark, or null after noting where it is none. */
    static @Nullable String decode(byte[] bytes, TemplateProblems problems) {
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true);
        text.flip();
        String decoded = text.toString();
        if (result.isError()) {
            int line = (int) decoded.chars().filter(c -> c == '\n').count() + 1;
            int column = decoded.length() - decoded.lastIndexOf('\n');
            problems.add(new Position(line, column), "The file is not UTF-8 text.", "Save it as UTF-8.");
            return null;
        }
        return decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
    }
}
