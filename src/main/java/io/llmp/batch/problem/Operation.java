package io.llmp.batch.problem;

import java.util.Locale;

/**
 * What a user can do next. A message names an operation by what it is ({@code "See " + SHOW_RUN.on(run) + "."}); a
 * {@link Vocabulary} puts it into the words of those who read the message.
 */
public enum Operation {
    START_RUN,
    SHOW_RUN,
    STOP_RUN,
    RESUME_RUN,
    RESTART_RUN,
    RETRY_RUN,
    EXPORT_RUN,
    LIST_RUNS,
    LIST_SKIPPED,
    REGISTER_TEMPLATE,
    ACTIVATE_TEMPLATE,
    RESUME_TEMPLATE,
    SHOW_TEMPLATE_EVENTS,
    MIGRATE_STORE,
    REPAIR_STORE,
    BACK_UP_STORE;

    /** Returns this operation as a message names it. */
    @Override
    public String toString() {
        return Vocabulary.mark(key());
    }

    /** Returns this operation on {@code object}, a run or a template, as a message names it. */
    public String on(Object object) {
        return Vocabulary.mark(key() + " " + object);
    }

    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
