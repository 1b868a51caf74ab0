package io.llmp.batch.input;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to read an input whose files do not say so themselves.
 *
 * @param format name of the format, or null to tell it from the files' extension
 * @param charset encoding of text formats
 * @param delimiter separator of text formats
 * @param used the columns that matter, in which files of one input must agree; empty when all do
 * @param text the columns that are text where a format leaves open whether bytes are text
 */
public record InputOptions(
        @Nullable String format, Charset charset, char delimiter, Set<String> used, Set<String> text) {

    /** Format by extension, UTF-8, comma. */
    public static final InputOptions DEFAULT = new InputOptions(null, StandardCharsets.UTF_8, ',');

    public InputOptions {
        used = Set.copyOf(used);
        text = Set.copyOf(text);
    }

    /** Options for an input all of whose columns matter, and whose bytes are bytes. */
    public InputOptions(@Nullable String format, Charset charset, char delimiter) {
        this(format, charset, delimiter, Set.of(), Set.of());
    }

    /** Returns these options with what is known of the columns. */
    public InputOptions withColumns(Set<String> usedColumns, Set<String> textColumns) {
        return new InputOptions(format, charset, delimiter, usedColumns, textColumns);
    }
}
