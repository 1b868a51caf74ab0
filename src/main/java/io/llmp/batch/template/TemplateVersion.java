package io.llmp.batch.template;

import java.time.Instant;

/**
 * One immutable version of a job template, written {@code name@version}.
 *
 * @param template what it says
 * @param version counts from 1 within the name
 * @param digest lower-case hexadecimal SHA-256 over the template's meaning
 * @param source the file it was applied from, as the user named it
 * @param createdBy the operating system's name of the user who applied it
 */
public record TemplateVersion(
        JobTemplate template, int version, String digest, String source, String createdBy, Instant createdAt) {

    public TemplateVersion {
        if (version < 1) {
            throw new IllegalArgumentException("version must be at least 1 but was " + version);
        }
    }

    /**
     * The digest that stands in request fingerprints: of the same template without what says only when calls are made, so
     * that its answers are those of the version that has just that added.
     */
    public String answerDigest() {
        return template.model().primeCache()
                ? TemplateDigest.of(template.with(template.model().withoutPriming()))
                : digest;
    }

    public String name() {
        return template.name();
    }

    /** {@code name@version}. */
    public String reference() {
        return name() + "@" + version;
    }
}
