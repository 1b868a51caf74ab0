package io.llmp.batch.cli.option;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Why something is done to a template or a run. */
public final class ReasonMixin {

    @Option(names = "--reason", paramLabel = "TEXT", description = "Reason to record in the history.")
    @Nullable
    public String text;
}
