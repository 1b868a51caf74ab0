package io.llmp.batch.dispatch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a lane is doing at one moment, for those who watch it.
 *
 * @param inFlight calls of it in flight
 * @param concurrency calls of all lanes together that may be in flight as things are; less than configured when the provider has too much to do
 * @param waiting calls of it that wait for their turn or to be tried again
 * @param obstacle what the next of them waits for
 * @param forAtLeast for how long at least; zero when no time is known
 * @param requestShare part of the limit on requests that all lanes used in the last minute, 0 to 1, or null without such a
 *     limit
 * @param tokenShare the same for the tightest limit on tokens
 */
public record CallerState(
        int inFlight,
        int concurrency,
        int waiting,
        Obstacle obstacle,
        Duration forAtLeast,
        @Nullable Double requestShare,
        @Nullable Double tokenShare) {

    /** Returns whether no further call fits, whatever else the next one may have to wait for. */
    public boolean areSlotsBusy() {
        return inFlight >= concurrency;
    }

    /** What the next call waits for. */
    public enum Obstacle {
        /** Nothing: no call waits, or it begins right now. */
        NONE,
        /** A slot. */
        SLOTS,
        /** Requests or tokens of the minute. */
        RATE,
        /** The end of a pause that the provider asked for. */
        THROTTLED,
        /** The end of an outage of the provider, which is probed from time to time. */
        OUTAGE,
        /** Room in the store: as many answers wait to become durable as there are slots. */
        STORE,
        /** Money set aside for calls in flight. */
        MONEY,
        /** The end of the first call, with which the provider keeps what all requests have in common. */
        PRIMING,
        /** The time of its next attempt. */
        RETRY;

        /** Whether all lanes of a pool wait for it together. */
        boolean isShared() {
            return switch (this) {
                case SLOTS, RATE, THROTTLED, OUTAGE -> true;
                case NONE, STORE, MONEY, PRIMING, RETRY -> false;
            };
        }
    }
}
