package io.llmp.batch.input;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How to read an input, as far as its files do not say so themselves.
 *
 * @param format name of the format, or null to tell it from the files' extension
 * @param charset encoding of text formats
 * @param delimiter separator of text formats
 */
public record InputOptions(@Nullable String format, Charset charset, char delimiter) {

    /** Format by extension, UTF-8, comma. */
    public static final InputOptions DEFAULT = new InputOptions(null, StandardCharsets.UTF_8, ',');
}
