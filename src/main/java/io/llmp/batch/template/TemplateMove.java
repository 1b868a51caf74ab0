package io.llmp.batch.template;

import io.llmp.batch.event.EventKind;
import org.jspecify.annotations.Nullable;

/**
 * A step in a template's life; {@link TemplateStatus#after} says whether it may be taken, and what it leads to.
 *
 * @param version the version it makes active, or null when it leaves that alone
 */
public record TemplateMove(Kind kind, @Nullable Integer version) {

    /** The steps there are. */
    public enum Kind {
        /** Makes a version the one that runs use; a pause stays. */
        ACTIVATE(EventKind.ACTIVATED, "have a version activated"),
        /** Makes an earlier version the one that runs use, again; a pause stays. */
        ROLL_BACK(EventKind.ROLLED_BACK, "be rolled back"),
        /** Keeps the template from starting runs until it is resumed. */
        PAUSE(EventKind.PAUSED, "be paused"),
        /** Ends a pause. */
        RESUME(EventKind.RESUMED, "be resumed"),
        /** Keeps the template from starting runs for good. */
        RETIRE(EventKind.RETIRED, "be retired");

        private final EventKind event;
        private final String passive;

        Kind(EventKind event, String passive) {
            this.event = event;
            this.passive = passive;
        }

        /** What it is called once it has been taken. */
        public EventKind event() {
            return event;
        }

        /** What a template cannot do where the step is not allowed. */
        String passive() {
            return passive;
        }

        private boolean pointsAtAVersion() {
            return this == ACTIVATE || this == ROLL_BACK;
        }
    }

    /** Keeps the template from starting runs until it is resumed. */
    public static final TemplateMove PAUSE = new TemplateMove(Kind.PAUSE, null);

    /** Ends a pause. */
    public static final TemplateMove RESUME = new TemplateMove(Kind.RESUME, null);

    /** Keeps the template from starting runs for good. */
    public static final TemplateMove RETIRE = new TemplateMove(Kind.RETIRE, null);

    public TemplateMove {
        if (kind.pointsAtAVersion() != (version != null)) {
            throw new IllegalArgumentException("version must fit " + kind + " but was " + version);
        }
    }

    /** Makes {@code version} the one that runs use. */
    public static TemplateMove activate(int version) {
        return new TemplateMove(Kind.ACTIVATE, version);
    }

    /** Makes {@code version}, an earlier one, that which runs use. */
    public static TemplateMove rollBack(int version) {
        return new TemplateMove(Kind.ROLL_BACK, version);
    }
}
