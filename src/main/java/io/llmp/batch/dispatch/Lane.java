package io.llmp.batch.dispatch;

import io.llmp.batch.limit.Budget;
import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.Price;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A run's way to a model: makes its calls as fast as the limits of its {@link CallPools pool} and its fair turn among the lanes of
 * that pool allow, first come, first served. A call that is tried again and a follow-up go before calls that were never made.
 * Passing failures are tried again, outages waited for. What ends all calls of the lane is reported to each that waits, and
 * concerns no other lane. Safe for use by many threads.
 */
public final class Lane implements AutoCloseable {

    /**
     * What is a lane's own.
     *
     * @param client makes the calls; not closed by the lane. It is the lane's own, because the time a call may take depends on
     *     the run, and because closing it drops the calls in flight
     * @param price what calls cost; null only where there is no budget
     * @param budget what may be spent, or null when money is no limit
     * @param primeCache whether the first call ends before the second is made, so that the provider has kept what all
     *     requests have in common; one that fails or is never answered holds up the others no longer than it lasts
     * @param storeIsFull whether no call may begin until {@link #storeHasRoom}, because too many answers wait to become
     *     durable; quick, and safe for use by many threads
     */
    public record Settings(
            ModelClient client,
            @Nullable Price price,
            @Nullable Budget budget,
            boolean primeCache,
            BooleanSupplier storeIsFull) {
        public Settings {
            if (budget != null && price == null) {
                throw new IllegalArgumentException("a spending limit must come with a price");
            }
        }

        /** Settings of a lane for which money is no limit, which waits neither for a first answer nor for a store. */
        public static Settings of(ModelClient client) {
            return new Settings(client, null, null, false, () -> false);
        }
    }

    private final CallPool pool;
    private final Dispatch dispatch;
    private final Runnable closing;

    Lane(CallPool pool, Dispatch dispatch, Runnable closing) {
        this.pool = pool;
        this.dispatch = dispatch;
        this.closing = closing;
    }

    /** Asks for a call; it waits behind those asked for before. The result completes on a thread that must not be held up. */
    public CompletableFuture<CallResult> call(ModelRequest request) {
        return pool.enqueue(dispatch, request, false);
    }

    /** Asks for a call that follows up on an earlier one, and so need not wait behind calls that were never made. */
    public CompletableFuture<CallResult> followUp(ModelRequest request) {
        return pool.enqueue(dispatch, request, true);
    }

    /** Admits no more: what waits is not made, what is in flight ends by itself. */
    public void stop() {
        pool.stop(dispatch, null);
    }

    /** The store is no longer full: calls may begin again. */
    public void storeHasRoom() {
        pool.look();
    }

    /** Calls of this lane in flight at this moment. */
    public int inFlight() {
        return pool.inFlight(dispatch);
    }

    /** Returns what is being done at this moment; cheap enough to be asked several times a second. */
    public CallerState state() {
        return pool.state(dispatch);
    }

    /** Stops, and leaves the pool. Calls in flight end by themselves. */
    @Override
    public void close() {
        stop();
        closing.run();
    }
}
