package io.llmp.batch.record;

import io.llmp.batch.input.InputFingerprint;
import io.llmp.batch.input.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * What makes a run this run and no other: the same command on the same input resumes it. How fast to go and when to
 * give up is no part of it.
 *
 * @param provenance template version, provider and model
 * @param input where the input is, absolute
 * @param output where the output goes, absolute
 * @param limit rows taken from the input's beginning, or null for all
 * @param runKey what the user gave to tell this run from others, or null
 */
public record RunIdentity(
        Provenance provenance,
        String input,
        InputFingerprint fingerprint,
        String output,
        @Nullable Long limit,
        @Nullable String runKey) {

    private static final int ID_LENGTH = 10;

    /** Returns the lower-case hexadecimal SHA-256 over all of it. */
    public String digest() {
        return Sha256.hex(String.join(
                "\0",
                provenance.template(),
                provenance.digest(),
                Integer.toString(provenance.version()),
                provenance.provider(),
                provenance.model(),
                input,
                fingerprint.sha256(),
                output,
                String.valueOf(limit),
                runKey == null ? "" : "=" + runKey));
    }

    /** Returns the name of the {@code ordinal}-th run of this identity. */
    public RunId id(int ordinal) {
        return new RunId(Sha256.hex(digest() + "#" + ordinal).substring(0, ID_LENGTH));
    }
}
