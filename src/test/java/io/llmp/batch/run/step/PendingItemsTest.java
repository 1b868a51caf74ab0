package io.llmp.batch.run.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class PendingItemsTest {

    private final PendingItems pending = new PendingItems();

    @Test
    void waitsForAllItems() throws Exception {
        pending.begin(2);
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(pending::awaitAll);
        pending.settled(null);
        assertThat(waiting).isNotDone();
        pending.settled(null);
        waiting.get(5, TimeUnit.SECONDS);
    }

    @Test
    void waitsNoLongerThanItsBoundForItemsThatNeverEnd() throws Exception {
        pending.begin(1);
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(pending::awaitAll);
        pending.boundWaits(Duration.ofMillis(20));
        waiting.get(5, TimeUnit.SECONDS);
        pending.awaitAll();
    }
}
