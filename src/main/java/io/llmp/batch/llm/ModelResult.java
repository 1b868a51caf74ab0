package io.llmp.batch.llm;

import io.llmp.batch.limit.ReportedLimits;
import org.jspecify.annotations.Nullable;

/** What came of one call: a {@link ModelReply} or a {@link CallFailure}. */
public sealed interface ModelResult permits ModelReply, CallFailure {

    /** The provider's name of the call, or null when it gave none. */
    @Nullable
    String requestId();

    /** What the provider said with it about its limits. */
    ReportedLimits limits();
}
