package io.llmp.batch.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class UnsettledTest {

    private final Unsettled unsettled = new Unsettled();

    @Test
    void waitsForAllItems() throws Exception {
        unsettled.begin(2);
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(unsettled::awaitNone);
        unsettled.settled(null);
        assertThat(waiting).isNotDone();
        unsettled.settled(null);
        waiting.get(5, TimeUnit.SECONDS);
    }

    @Test
    void waitsNoLongerThanItsBoundForItemsThatNeverEnd() throws Exception {
        unsettled.begin(1);
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(unsettled::awaitNone);
        unsettled.boundWaits(Duration.ofMillis(20));
        waiting.get(5, TimeUnit.SECONDS);
        unsettled.awaitNone();
    }
}
