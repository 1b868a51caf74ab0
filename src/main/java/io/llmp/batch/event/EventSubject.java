package io.llmp.batch.event;

import org.jspecify.annotations.Nullable;

/**
 * What an event is about.
 *
 * @param template name of the template; of a run, that of its template
 * @param version the version concerned, or null when the event concerns the template as a whole
 * @param run name of the run, or null when it is about the template itself
 */
public record EventSubject(
        String template,
        @Nullable Integer version,
        @Nullable String run) {

    /** Returns the subject of a template's event. */
    public static EventSubject template(String name, @Nullable Integer version) {
        return new EventSubject(name, version, null);
    }
}
