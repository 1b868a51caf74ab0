package io.llmp.batch.cli.look;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.context.ReadingCommand;
import io.llmp.batch.cli.terminal.Figures;
import io.llmp.batch.cli.terminal.JsonText;
import io.llmp.batch.cli.terminal.Table;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.JobRecordStore;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.RecordFilter;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.record.SkipReason;
import java.io.PrintWriter;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code llmp records}. */
@Command(
        name = "records",
        mixinStandardHelpOptions = true,
        description = "Lists the result of each row of a run, newest first.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  llmp records last --status SKIPPED",
            "  llmp records 4f2a --reason INVALID_OUTPUT --json",
        })
@SuppressWarnings("NullAway.Init")
public final class RecordsCommand extends ReadingCommand {

    @Parameters(paramLabel = "RUN", description = "The run: its name, the beginning of it, or 'last'.")
    String run;

    @Option(names = "--status", paramLabel = "S", description = "Only ${COMPLETION-CANDIDATES}.")
    Outcome.@Nullable Status status;

    @Option(names = "--reason", paramLabel = "R", description = "Only rows skipped for this reason.")
    @Nullable
    SkipReason reason;

    @Option(names = "--limit", paramLabel = "N", description = "At most N (default: 50; with --json, all).")
    @Nullable
    Integer limit;

    @Override
    protected void print(Application application, PrintWriter out) {
        RunId id = application.part(RunStore.class).get(run).id();
        long most = limit != null ? limit : json ? Long.MAX_VALUE : 50;
        Iterator<JobRecord> records =
                new RecordPages(application.part(JobRecordStore.class), id, new RecordFilter(status, reason), most);
        if (json) {
            JsonText.array(map(records), out);
        } else {
            table(records).print(out);
        }
    }

    private static Iterator<ObjectNode> map(Iterator<JobRecord> records) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return records.hasNext();
            }

            @Override
            public ObjectNode next() {
                return JsonText.record(records.next());
            }
        };
    }

    private static Table table(Iterator<JobRecord> records) {
        Table table = new Table("ROW", "KEY", "STATUS", "REASON", "ATTEMPTS", "TOKENS", "MS", "ANSWER OR ERROR");
        while (records.hasNext()) {
            JobRecord record = records.next();
            Outcome outcome = record.outcome();
            table.row(
                    Long.toString(record.itemIndex()),
                    record.itemKey(),
                    outcome.status().name(),
                    outcome instanceof Outcome.Skipped skipped
                            ? skipped.reason().name()
                            : "",
                    Integer.toString(record.costs().attempts()),
                    Figures.count(record.costs().usage().total()),
                    Figures.count(record.costs().latency().toMillis()),
                    outcome instanceof Outcome.Answered answered
                            ? answered.output()
                            : ((Outcome.Skipped) outcome).error());
        }
        return table;
    }
}
