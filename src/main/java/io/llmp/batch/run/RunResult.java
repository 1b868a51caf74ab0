package io.llmp.batch.run;

import io.llmp.batch.record.Run;
import io.llmp.batch.run.control.RunControl;
import org.jspecify.annotations.Nullable;

/**
 * How a run stands after its launch.
 *
 * @param run the run, as stored
 * @param alreadyComplete whether there was nothing left to do
 * @param cause why this execution ended before its time, or null when it did not
 */
public record RunResult(Run run, boolean alreadyComplete, RunControl.@Nullable Cause cause) {}
