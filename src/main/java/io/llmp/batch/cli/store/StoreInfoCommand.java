package io.llmp.batch.cli.store;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.cli.terminal.Figures;
import io.llmp.batch.cli.terminal.JsonText;
import io.llmp.batch.cli.terminal.Terminal;
import io.llmp.batch.cli.text.RunText;
import io.llmp.batch.store.StoreDatabase;
import io.llmp.batch.store.StoreInfo;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code llmp store info}. */
@Command(
        name = "info",
        mixinStandardHelpOptions = true,
        description = "Shows location, users, schema, size and contents.",
        footerHeading = "%nExample:%n",
        footer = "  llmp store info --json")
final class StoreInfoCommand implements Callable<Integer> {

    @Option(names = "--json", description = "Print a JSON array of one object.")
    boolean json;

    @Override
    public Integer call() {
        PrintWriter out = Terminal.out();
        try (Application application = Application.forStore()) {
            StoreInfo info = StoreInfo.of(application.part(StoreDatabase.class));
            if (json) {
                JsonText.array(List.of(json(info)).iterator(), out);
            } else {
                print(info, out);
            }
            return ExitCode.OK;
        } finally {
            out.flush();
        }
    }

    private static ObjectNode json(StoreInfo info) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("kind", info.dialect().name())
                .put("place", info.place())
                .put("schema_version", info.schemaVersion())
                .put("current_schema_version", StoreDatabase.currentSchemaVersion())
                .put("bytes", info.bytes())
                .put("templates", info.templates())
                .put("template_versions", info.versions())
                .put("runs", info.runs())
                .put("running", info.running())
                .put("job_records", info.records())
                .put("oldest_run", info.oldest() == null ? null : info.oldest().toString())
                .put("held_by", info.holder());
    }

    private static void print(StoreInfo info, PrintWriter out) {
        out.println("kind       "
                + switch (info.dialect()) {
                    case HSQLDB -> "embedded (HSQLDB)";
                    case POSTGRESQL -> "PostgreSQL";
                });
        out.println("place      " + info.place());
        out.println("schema     " + info.schemaVersion() + schema(info));
        out.println("size       " + size(info.bytes()));
        out.println("templates  " + info.templates() + " in " + info.versions() + " versions");
        out.println(
                "runs       " + info.runs() + (info.runs() == 0 ? "" : ", oldest from " + RunText.time(info.oldest()))
                        + (info.running() == 0 ? "" : ", " + info.running() + " running"));
        out.println("records    " + Figures.count(info.records()));
        if (info.holder() != null) {
            out.println("held by    process " + info.holder() + ", which serves it to others");
        }
    }

    private static String schema(StoreInfo info) {
        int current = StoreDatabase.currentSchemaVersion();
        if (info.schemaVersion() == current) {
            return ", up to date";
        }
        return info.schemaVersion() > current
                ? ", of a newer llmp; this one knows " + current
                : ", older than this llmp's " + current + ": see llmp store migrate";
    }

    /** A number of bytes as people read it. */
    static String size(long bytes) {
        return bytes < 10_000_000
                ? String.format(Locale.ROOT, "%.1f KB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
