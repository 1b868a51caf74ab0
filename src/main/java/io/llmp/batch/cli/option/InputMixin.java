package io.llmp.batch.cli.option;

import io.llmp.batch.input.InputOptions;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to read an input whose files do not say so themselves. */
public final class InputMixin {

    @Option(
            names = "--input-format",
            paramLabel = "F",
            description = "csv or parquet (default: by the input's extension).")
    @Nullable
    public String format;

    @Option(names = "--charset", paramLabel = "CS", description = "Encoding of a CSV input (default: UTF-8).")
    public Charset charset = StandardCharsets.UTF_8;

    @Option(names = "--delimiter", paramLabel = "C", description = "Separator of a CSV input (default: comma).")
    public char delimiter = ',';

    /** Returns what was given, as readers take it. */
    public InputOptions options() {
        return new InputOptions(format, charset, delimiter);
    }
}
