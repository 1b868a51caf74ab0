/** Metrics and spans of a run, for Prometheus and OpenTelemetry; nothing of it is loaded by a run that was not asked for any. */
@NullMarked
package io.llmp.batch.metrics;

import org.jspecify.annotations.NullMarked;
