package io.llmp.batch.dispatch;

import io.llmp.batch.limit.LimitSettings;
import io.llmp.batch.limit.Ticker;
import io.llmp.batch.llm.ModelClient;
import java.net.URI;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Opens lanes that have a pool to themselves. */
public final class SingleLane {

    private static final CallPoolKey KEY = new CallPoolKey("test", URI.create("http://localhost"), null, "m");

    private SingleLane() {}

    public static Lane open(ModelClient client, LimitSettings limits, RetryPolicy retry) {
        return open(Lane.Settings.of(client), limits, retry, System::nanoTime, new Random(1));
    }

    static Lane open(
            Lane.Settings settings, LimitSettings limits, RetryPolicy retry, Ticker ticker, RandomGenerator random) {
        return new CallPools(retry, ticker, random).open(KEY, limits, null, settings);
    }
}
