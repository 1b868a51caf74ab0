package io.llmp.batch.record;

/**
 * What makes the answers of a run: the same for all its items.
 *
 * @param template name of the template
 * @param version version of the template
 * @param digest digest of that version
 * @param provider configured name of the provider
 * @param model the provider's name of the model
 */
public record Provenance(String template, int version, String digest, String provider, String model) {

    /** Returns the provenance of an answer that another model gave instead. */
    public Provenance by(String other) {
        return new Provenance(template, version, digest, provider, other);
    }
}
