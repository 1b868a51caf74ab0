package io.llmp.batch.estimate;

import io.llmp.batch.input.InputOptions;
import io.llmp.batch.llm.ModelSelection;
import io.llmp.batch.template.TemplateRef;
import org.jspecify.annotations.Nullable;

/**
 * A run whose cost is to be known beforehand.
 *
 * @param input a file, a directory, a glob, or the address of another dataset
 * @param selection what the user says of provider, model and limits; the template is asked where it says nothing
 * @param limit rows to take from the input's beginning, at least 1, or null for all
 * @param reuse whether answers that were paid for before are taken
 */
public record EstimateRequest(
        TemplateRef template,
        String input,
        InputOptions inputOptions,
        ModelSelection selection,
        @Nullable Long limit,
        boolean reuse) {}
