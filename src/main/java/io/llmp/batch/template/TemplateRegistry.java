package io.llmp.batch.template;

import java.util.List;

/**
 * Keeps every version of every job template. Versions never change and are never removed. Safe for use by many threads
 * and processes; what a method returned or stored survives the death of the process.
 */
public interface TemplateRegistry {

    /**
     * Registers {@code template} as a new version and makes it the active one, unless its newest version already means the
     * same, in which case nothing changes: after a rollback, applying the newest again does not undo it. A return to the
     * content of an older version is a new version like any other.
     *
     * @param source the file it came from, as the user named it
     */
    Applied apply(JobTemplate template, String source);

    /** What {@link #apply} did: the version that now stands for the template, and whether it is new. */
    record Applied(TemplateVersion version, boolean created) {}

    /** Returns the active version of every template, newest first. */
    List<TemplateVersion> list();

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

    /** Returns the number of the active version of {@code name}, under the same condition as {@link #versions}. */
    int activeVersion(String name);
}
