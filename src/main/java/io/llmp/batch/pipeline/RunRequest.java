package io.llmp.batch.pipeline;

import io.llmp.batch.input.InputOptions;
import io.llmp.batch.llm.Providers;
import io.llmp.batch.template.TemplateRef;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A run as a user asks for it.
 *
 * @param input a file, a directory or a glob
 * @param outputFormat name of the output's format, or null to tell it from the extension
 * @param overwrite whether the output may replace a file that no run of ours wrote
 * @param wish what the user says of provider, model and limits; the template is asked where it says nothing
 * @param limit rows to take from the input's beginning, at least 1, or null for all
 * @param runKey tells this run from others of the same command, or null
 * @param rerun whether to begin anew a run that is complete
 * @param maxSkips how many skipped items are too many
 */
public record RunRequest(
        TemplateRef template,
        String input,
        InputOptions inputOptions,
        Path output,
        @Nullable String outputFormat,
        boolean overwrite,
        Providers.Wish wish,
        @Nullable Long limit,
        @Nullable String runKey,
        boolean rerun,
        SkipLimit maxSkips) {}
