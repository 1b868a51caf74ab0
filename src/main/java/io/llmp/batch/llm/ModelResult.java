package io.llmp.batch.llm;

/** What came of one call: a {@link ModelReply} or a {@link CallFailure}. */
public sealed interface ModelResult permits ModelReply, CallFailure {}
