package io.llmp.batch.run.prepare;

import io.llmp.batch.export.ResultFile;
import io.llmp.batch.input.Dataset;
import io.llmp.batch.llm.Protocol;
import io.llmp.batch.llm.ResolvedModel;
import io.llmp.batch.record.Run;
import io.llmp.batch.simulator.Simulator;
import io.llmp.batch.template.TemplateVersion;
import org.jspecify.annotations.Nullable;

/**
 * A run whose every part has been looked at, before anything is paid. Closing it ends the simulator that was started for
 * it, if one was.
 *
 * @param protocol the one that the provider speaks
 * @param note what the user should know before it begins; empty when there is nothing
 */
public record PreparedRun(
        Run run,
        TemplateVersion template,
        Dataset dataset,
        ResolvedModel choice,
        Protocol protocol,
        ResultFile result,
        String note,
        Simulator.@Nullable Server simulator)
        implements AutoCloseable {

    @Override
    public void close() {
        if (simulator != null) {
            simulator.close();
        }
    }
}
