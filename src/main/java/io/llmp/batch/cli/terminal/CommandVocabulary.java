package io.llmp.batch.cli.terminal;

import io.llmp.batch.problem.Operation;
import io.llmp.batch.problem.Setting;
import io.llmp.batch.problem.Vocabulary;

/** Settings as options and operations as commands: the one place that knows how messages name them on a command line. */
public final class CommandVocabulary implements Vocabulary {

    /** The only one. */
    public static final Vocabulary INSTANCE = new CommandVocabulary();

    private CommandVocabulary() {}

    @Override
    public String setting(Setting setting, String value) {
        return value.isEmpty() ? option(setting) : option(setting) + " " + value;
    }

    private static String option(Setting setting) {
        return switch (setting) {
            case INPUT -> "--input";
            case INPUT_FORMAT -> "--input-format";
            case OUTPUT -> "--output";
            case OUTPUT_FORMAT -> "--output-format";
            case REPORT_FORMAT -> "--format";
            case CHARSET -> "--charset";
            case DELIMITER -> "--delimiter";
            case EMPTY -> "--empty";
            case OVERWRITE -> "--overwrite";
            case MKDIR -> "--mkdir";
            case PROVIDER -> "--provider";
            case MODEL -> "--model";
            case BASE_URL -> "--base-url";
            case ALLOW_HTTP -> "--allow-http";
            case CONCURRENCY -> "--concurrency";
            case MAX_COST -> "--max-cost";
            case MAX_SKIPS -> "--max-skips";
            case RUN_KEY -> "--run-key";
            case RERUN -> "--rerun";
            case METRICS_PORT -> "--metrics-port";
        };
    }

    @Override
    public String operation(Operation operation, String object) {
        return switch (operation) {
            case START_RUN -> command("run", object);
            case SHOW_RUN -> command("status", object);
            case STOP_RUN -> command("stop", object);
            case RESUME_RUN -> command("resume", object);
            case RESTART_RUN -> command("restart", object);
            case EXPORT_RUN -> command("export", object) + " --output FILE";
            case RETRY_RUN -> command("retry", object);
            case LIST_RUNS -> command("runs", object);
            case LIST_SKIPPED -> command("records", object) + " --status SKIPPED";
            case REGISTER_TEMPLATE -> command("job apply", object);
            case ACTIVATE_TEMPLATE -> command("job activate", object);
            case RESUME_TEMPLATE -> command("job resume", object);
            case SHOW_TEMPLATE_EVENTS -> command("job events", object);
            case MIGRATE_STORE -> command("store migrate", object);
            case REPAIR_STORE -> command("store repair --accept-loss", object);
            case BACK_UP_STORE -> command("store backup", object);
        };
    }

    private static String command(String name, String object) {
        return "llmp " + name + (object.isEmpty() ? "" : " " + object);
    }
}
