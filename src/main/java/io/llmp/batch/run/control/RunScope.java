package io.llmp.batch.run.control;

import io.llmp.batch.answer.PreparedItem;
import io.llmp.batch.answer.RecordMaker;
import io.llmp.batch.answer.RowLimit;
import io.llmp.batch.answer.SharedRequests;
import io.llmp.batch.answer.online.ItemCall;
import io.llmp.batch.export.ResultFile;
import io.llmp.batch.input.Dataset;
import io.llmp.batch.input.Item;
import io.llmp.batch.llm.Provider;
import io.llmp.batch.record.Lease;
import io.llmp.batch.record.Run;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ItemProcessor;

/**
 * What the steps of one execution of a run share.
 *
 * @param lease the hold on the run
 */
public record RunScope(
        Run run,
        Lease lease,
        Source source,
        Calls calls,
        RecordMaker records,
        RecordKeeper keeper,
        ResultFile result,
        Watch watch) {

    /**
     * Where the items come from.
     *
     * @param limit what is kept of a row
     */
    public record Source(Dataset dataset, RowLimit limit, ItemProcessor<Item, PreparedItem> processor) {}

    /**
     * How the items get their answers.
     *
     * @param slots calls in flight at once
     * @param shared spares identical requests, or null when every item is sent
     */
    public record Calls(
            Provider provider,
            int slots,
            ItemCall.Rules rules,
            @Nullable SharedRequests shared) {}

    /** Who ends the execution, and who looks at it. */
    public record Watch(RunControl control, RunProgress progress, RunWatcher watcher) {}
}
