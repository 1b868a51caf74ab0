package io.llmp.batch.pipeline;

import io.llmp.batch.export.ResultFormat;
import io.llmp.batch.export.ResultSchema;
import io.llmp.batch.input.Dataset;
import io.llmp.batch.input.Item;
import io.llmp.batch.llm.Provider;
import io.llmp.batch.record.Run;
import java.nio.file.Path;
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
        ResultSchema resultSchema,
        ResultFormat resultFormat,
        Path output,
        RunControl control,
        RunProgress progress,
        RunWatcher watcher) {}
