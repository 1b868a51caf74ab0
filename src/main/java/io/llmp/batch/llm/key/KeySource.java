package io.llmp.batch.llm.key;

import io.llmp.batch.problem.ProblemException;
import java.time.Instant;

/** Where a key is read from. Not safe for use by several threads. */
public interface KeySource {

    /**
     * Reads the key as it is now.
     *
     * @throws ProblemException when there is none; the message holds no key
     */
    String read(Instant now);

    /** Returns whether the source may hold another key than when it was last read. */
    boolean mayHaveChanged(Instant now);

    /** Returns what names the account that {@code key} is for: the key itself, where it is not another one every time. */
    default String account(String key) {
        return key;
    }

    /** Returns a source of a key that never changes. */
    static KeySource of(String key) {
        return new KeySource() {
            @Override
            public String read(Instant now) {
                return key;
            }

            @Override
            public boolean mayHaveChanged(Instant now) {
                return false;
            }
        };
    }

    /**
     * Returns {@code key} without the white space around it.
     *
     * @param where what holds it, as the beginning of a sentence
     * @throws ProblemException when it cannot be sent in a header
     */
    static String checked(String key, String where) {
        String stripped = key.strip();
        if (stripped.isEmpty() || stripped.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw ProblemException.invalid(
                    where + " does not hold a key: it is empty, or has characters that no key has.",
                    "Put the key there, and nothing else.");
        }
        return stripped;
    }
}
