package io.llmp.batch.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps every version of every job template, and how each template stands. Versions never change and are never removed.
 * Every change is noted in the {@link io.llmp.batch.event.EventLog} in the same transaction. Safe for use by many threads
 * and processes; what a method returned or stored survives the death of the process.
 */
public interface TemplateRegistry {

    /**
     * Registers {@code template} as a new version, unless its newest version already means the same, in which case nothing
     * changes: after a rollback, applying the newest again does not undo it. A return to the content of an older version
     * is a new version like any other.
     *
     * @param source the file it came from, as the user named it
     * @param rollout what a new version means for runs
     * @param reason why, or null when the user did not say
     * @throws io.llmp.batch.problem.ProblemException when the template is retired
     */
    Applied apply(JobTemplate template, String source, Rollout rollout, @Nullable String reason);

    /** Registers {@code template} and makes a new version the active one. */
    default Applied apply(JobTemplate template, String source) {
        return apply(template, source, Rollout.ACTIVE, null);
    }

    /** What a new version means for runs. */
    enum Rollout {
        /** It becomes the active version. */
        ACTIVE,
        /** The active version stays; of a template that has none, this is a draft. */
        DRAFT
    }

    /** What {@link #apply} did: the version that now stands for the template, and whether it is new. */
    record Applied(TemplateVersion version, boolean created) {}

    /**
     * Takes a step in a template's life.
     *
     * @param reason why, or null when the user did not say
     * @throws io.llmp.batch.problem.ProblemException when there is no such template or version, or the step may not be
     *     taken; says what may be done instead
     */
    Moved move(String name, TemplateMove move, @Nullable String reason);

    /** How a template stood before a step, and how it stands now; both the same when it was there already. */
    record Moved(TemplateStatus before, TemplateStatus after) {}

    /** Returns every template, newest version first. */
    List<Listed> list();

    /** A template with its active version, or its newest when none is active. */
    record Listed(TemplateStatus status, TemplateVersion version) {}

    /**
     * Returns all versions of {@code name}, newest first.
     *
     * @throws io.llmp.batch.problem.ProblemException when there is no such template; names those that exist
     */
    List<TemplateVersion> versions(String name);

    /**
     * Returns the version {@code ref} means.
     *
     * @throws io.llmp.batch.problem.ProblemException when there is no such template or version; names those that exist
     */
    TemplateVersion get(TemplateRef ref);

    /** Returns how {@code name} stands, under the same condition as {@link #versions}. */
    TemplateStatus status(String name);
}
