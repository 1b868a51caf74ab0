package io.llmp.batch.pipeline;

import io.llmp.batch.export.ResultFile;
import io.llmp.batch.input.Dataset;
import io.llmp.batch.input.Item;
import io.llmp.batch.llm.Provider;
import io.llmp.batch.record.Run;
import org.springframework.batch.infrastructure.item.ItemProcessor;

/**
 * What the steps of one execution of a run share.
 *
 * @param slots calls in flight at once
 */
record RunScope(
        Run run,
        Dataset dataset,
        ItemProcessor<Item, Work> processor,
        Provider provider,
        int slots,
        ItemCall.Setting calls,
        RecordMaker records,
        RecordKeeper keeper,
        ResultFile result,
        RunControl control,
        RunProgress progress,
        RunWatcher watcher) {}
