package io.llmp.batch.llm;

import io.llmp.batch.limit.ReportedLimits;

/** What came of one call: a {@link ModelReply} or a {@link CallFailure}. */
public sealed interface ModelResult permits ModelReply, CallFailure {

    /** What the provider said with it about its limits. */
    ReportedLimits limits();
}
