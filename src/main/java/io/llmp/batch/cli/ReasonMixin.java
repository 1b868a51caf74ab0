package io.llmp.batch.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Why something is done to a template or a run. */
final class ReasonMixin {

    @Option(names = "--reason", paramLabel = "TEXT", description = "Reason to record in the history.")
    @Nullable
    String text;
}
