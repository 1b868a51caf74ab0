package io.llmp.batch.cli.job;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.cli.option.ReasonMixin;
import io.llmp.batch.cli.terminal.ExitCode;
import io.llmp.batch.cli.terminal.Terminal;
import io.llmp.batch.template.TemplateMove;
import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.TemplateRegistry.Moved;
import io.llmp.batch.template.TemplateState;
import io.llmp.batch.template.TemplateStatus;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that takes a step in a template's life. */
@SuppressWarnings("NullAway.Init")
abstract class TemplateTransitionCommand implements Callable<Integer> {

    @Mixin
    ReasonMixin reason;

    @Override
    public final Integer call() {
        PrintWriter out = Terminal.out();
        try (Application application = Application.forReading()) {
            TemplateRegistry registry = application.part(TemplateRegistry.class);
            out.println(text(registry.move(name(), move(registry), reason.text)));
            afterwards(application, out);
            return ExitCode.OK;
        } finally {
            out.flush();
        }
    }

    /** Does what else the step is to bring about. */
    void afterwards(Application application, PrintWriter out) {}

    /** The template's name. */
    abstract String name();

    /** The step to take. */
    abstract TemplateMove move(TemplateRegistry registry);

    private static String text(Moved moved) {
        TemplateStatus before = moved.before();
        TemplateStatus after = moved.after();
        if (before.equals(after)) {
            return after.name() + "  unchanged: " + state(after);
        }
        boolean pointed = !Objects.equals(before.activeVersion(), after.activeVersion());
        String former = pointed && before.activeVersion() != null ? ", was version " + before.activeVersion() : "";
        return after.name() + "  " + state(after) + former;
    }

    /** For instance {@code active, version 3} or {@code paused at version 3}. */
    static String state(TemplateStatus status) {
        String state = status.state().name().toLowerCase(Locale.ROOT);
        if (status.activeVersion() == null) {
            return state;
        }
        return state
                + (status.state() == TemplateState.ACTIVE ? ", version " : " at version ")
                + status.activeVersion();
    }
}
