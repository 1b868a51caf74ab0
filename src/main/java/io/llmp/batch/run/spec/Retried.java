package io.llmp.batch.run.spec;

import io.llmp.batch.record.SkipReason;
import java.util.Set;

/**
 * Which skipped items an execution tries again.
 *
 * @param reasons those skipped for one of these
 * @param most how many at most, from the input's beginning
 */
public record Retried(Set<SkipReason> reasons, long most) {

    /** What every execution tries again: the provider was away, and nothing was paid. */
    public static final Retried UNAVAILABLE = new Retried(Set.of(SkipReason.PROVIDER_UNAVAILABLE), Long.MAX_VALUE);

    public Retried {
        reasons = Set.copyOf(reasons);
    }
}
