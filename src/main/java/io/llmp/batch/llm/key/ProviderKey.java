package io.llmp.batch.llm.key;

import io.llmp.batch.input.Sha256;
import io.llmp.batch.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key of one endpoint, which may change while a run lasts. Many threads may ask for it; one at a time reads it again
 * from its source, and the others take what that one got.
 */
public final class ProviderKey {

    static final String MASK = "[key]";

    private static final Logger LOG = LoggerFactory.getLogger(ProviderKey.class);

    /** A source that had no new key is left alone for so long: many calls are refused at the same moment. */
    private static final Duration REST = Duration.ofSeconds(10);

    private static final int FINGERPRINT_DIGITS = 12;

    private final KeySource source;
    private final InstantSource clock;
    /** Longest first, so that a key which is part of another leaves nothing of it. */
    private final Set<String> used =
            new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    private final String fingerprint;
    private String current;
    private Instant restUntil = Instant.MIN;
    private @Nullable ProblemException problem;

    private ProviderKey(KeySource source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
        this.current = source.read(clock.instant());
        used.add(current);
        this.fingerprint = fingerprint(source.account(current));
    }

    private static String fingerprint(String account) {
        return Sha256.hex(account).substring(0, FINGERPRINT_DIGITS);
    }

    /**
     * Returns what tells this key from others and does not give it away: 12 hex digits of a digest. The same for all keys that
     * one command prints, since they stand for one account.
     */
    public String fingerprint() {
        return fingerprint;
    }

    /**
     * Reads the key.
     *
     * @throws ProblemException when there is none
     */
    public static ProviderKey of(KeySource source, InstantSource clock) {
        return new ProviderKey(source, clock);
    }

    /** Returns a key that never changes. */
    public static ProviderKey fixed(String key) {
        return new ProviderKey(KeySource.of(key), () -> Instant.EPOCH);
    }

    /** Returns the key to call with. A source that may have another by now is read, and may fail until the key is refused. */
    public synchronized String current() {
        Instant now = clock.instant();
        if (!now.isBefore(restUntil) && source.mayHaveChanged(now)) {
            readAgain(now);
            if (problem != null) {
                LOG.warn("The key that was used until now is kept: {}", problem.problem());
            }
        }
        return current;
    }

    /**
     * Returns the key that takes the place of one that was refused; null when there is no other.
     *
     * @throws ProblemException when the source of keys fails; no message holds a key
     */
    public synchronized @Nullable String replacementOf(String refused) {
        if (current.equals(refused) && !clock.instant().isBefore(restUntil)) {
            readAgain(clock.instant());
        }
        if (!current.equals(refused)) {
            return current;
        }
        if (problem != null) {
            throw problem;
        }
        return null;
    }

    private void readAgain(Instant now) {
        String before = current;
        problem = null;
        try {
            current = source.read(now);
            used.add(current);
        } catch (ProblemException e) {
            problem = e;
        }
        restUntil = current.equals(before) ? clock.instant().plus(REST) : Instant.MIN;
    }

    /** Returns {@code words} with all keys that were used until now made unreadable. */
    public synchronized String mask(String words) {
        String masked = words;
        for (String key : used) {
            masked = masked.replace(key, MASK);
        }
        return masked;
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return MASK;
    }
}
