package io.llmp.batch.record;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a store is told about an execution that is about to begin.
 *
 * @param owner tells it from every other, at most 64 characters
 * @param place where it works, as shown to users; for instance {@code process 4711 on host db3}
 * @param atRisk most calls that may be paid without their answers being durable yet, at least 1
 * @param spec what was asked of the run, as JSON: what is needed to continue it by its name
 * @param price what the run is made with from now on, or null when that is not known
 * @param lease how long the run is taken for, counted by the store's clock
 */
public record ExecutionStart(
        String owner,
        String place,
        int atRisk,
        String spec,
        @Nullable RunPrice price,
        Duration lease) {}
