package io.llmp.batch.template;

import io.llmp.batch.problem.Operation;
import io.llmp.batch.problem.ProblemException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a template stands: the rules of its life.
 *
 * @param activeVersion the version that runs use unless told otherwise; null for a draft, and for one that was retired as
 *     such
 */
public record TemplateStatus(
        String name, TemplateState state, @Nullable Integer activeVersion) {

    public TemplateStatus {
        boolean none = activeVersion == null;
        if (state != TemplateState.RETIRED && none != (state == TemplateState.DRAFT)) {
            throw new IllegalArgumentException(
                    "activeVersion must fit the state " + state + " but was " + activeVersion);
        }
    }

    /** Returns how a template stands that has no version yet. */
    public static TemplateStatus draft(String name) {
        return new TemplateStatus(name, TemplateState.DRAFT, null);
    }

    /** Returns whether {@code version} is the one that runs use unless told otherwise. */
    public boolean isActive(int version) {
        return Objects.equals(activeVersion, version);
    }

    /**
     * Returns how the template stands after {@code move}: as it does now, if it is there already.
     *
     * @throws ProblemException when the move may not be taken; names those that may
     */
    public TemplateStatus after(TemplateMove move) {
        if (isDone(move)) {
            return this;
        }
        if (!allows(move.kind())) {
            throw ProblemException.invalid(
                    "The job template '" + name + "' is " + word() + ", so it cannot "
                            + move.kind().passive() + ".",
                    allowed());
        }
        requireEarlier(move);
        return switch (move.kind()) {
            case ACTIVATE, ROLL_BACK ->
                new TemplateStatus(name, state == TemplateState.DRAFT ? TemplateState.ACTIVE : state, move.version());
            case PAUSE -> new TemplateStatus(name, TemplateState.PAUSED, activeVersion);
            case RESUME -> new TemplateStatus(name, TemplateState.ACTIVE, activeVersion);
            case RETIRE -> new TemplateStatus(name, TemplateState.RETIRED, activeVersion);
        };
    }

    private boolean isDone(TemplateMove move) {
        return switch (move.kind()) {
            case ACTIVATE, ROLL_BACK -> state != TemplateState.RETIRED && Objects.equals(activeVersion, move.version());
            case PAUSE -> state == TemplateState.PAUSED;
            case RESUME -> state == TemplateState.ACTIVE;
            case RETIRE -> state == TemplateState.RETIRED;
        };
    }

    private boolean allows(TemplateMove.Kind kind) {
        return switch (kind) {
            case ACTIVATE, RETIRE -> state != TemplateState.RETIRED;
            case ROLL_BACK -> state == TemplateState.ACTIVE || state == TemplateState.PAUSED;
            case PAUSE -> state == TemplateState.ACTIVE;
            case RESUME -> state == TemplateState.PAUSED;
        };
    }

    private void requireEarlier(TemplateMove move) {
        Integer to = move.version();
        Integer from = activeVersion;
        if (move.kind() == TemplateMove.Kind.ROLL_BACK && to != null && from != null && to > from) {
            throw ProblemException.invalid(
                    "Version " + to + " of the job template '" + name + "' is no way back from version " + from
                            + ", which is active.",
                    "Go forward with '" + Operation.ACTIVATE_TEMPLATE.on(name + "@" + to) + "'.");
        }
    }

    /**
     * Checks that the template takes another version.
     *
     * @throws ProblemException when it is retired
     */
    public void requireChangeable() {
        if (state == TemplateState.RETIRED) {
            throw ProblemException.invalid(
                    "The job template '" + name + "' is retired, so it takes no more versions.", allowed());
        }
    }

    /**
     * Checks that the template may start a run.
     *
     * @throws ProblemException when it is paused or retired
     */
    public void requireRunnable() {
        if (state == TemplateState.PAUSED) {
            throw ProblemException.invalid(
                    "The job template '" + name + "' is paused, so it starts no run.",
                    "See why with '" + Operation.SHOW_TEMPLATE_EVENTS.on(name) + "'; end it with '"
                            + Operation.RESUME_TEMPLATE.on(name) + "'.");
        }
        if (state == TemplateState.RETIRED) {
            throw ProblemException.invalid(
                    "The job template '" + name + "' is retired, so it starts no run.",
                    "See why with '" + Operation.SHOW_TEMPLATE_EVENTS.on(name) + "'. " + allowed());
        }
    }

    private String allowed() {
        return switch (state) {
            case DRAFT ->
                "A draft may be activated ('" + Operation.ACTIVATE_TEMPLATE.on(name + "@1") + "') or retired.";
            case ACTIVE -> "It may be paused, retired, rolled back or have another version activated.";
            case PAUSED -> "It may be resumed, retired, rolled back or have another version activated.";
            case RETIRED -> "That is final, though all of it stays readable; register what it says under another name.";
        };
    }

    private String word() {
        return state == TemplateState.DRAFT ? "a draft" : state.name().toLowerCase(Locale.ROOT);
    }
}
