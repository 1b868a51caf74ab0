package io.llmp.batch.run.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.dispatch.CallerState;
import io.llmp.batch.dispatch.CallerState.Obstacle;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallerEventsTest {

    private final CallerEvents events = new CallerEvents(false, false, 64);
    private long seconds;

    @Test
    void saysNothingOfWhatIsNormal() {
        assertThat(after(0, state(Obstacle.NONE, 0))).isEmpty();
        assertThat(after(1, state(Obstacle.SLOTS, 0))).isEmpty();
        assertThat(after(1, state(Obstacle.RATE, 1))).isEmpty();
        assertThat(after(1, state(Obstacle.RETRY, 1))).isEmpty();
    }

    @Test
    void tellsTheBeginAndTheEndOfAnOutageOnce() {
        assertThat(after(0, state(Obstacle.OUTAGE, 2)))
                .containsExactly("The provider is away; the next probe comes in 2.0 s");
        assertThat(after(2, state(Obstacle.OUTAGE, 0))).isEmpty();
        assertThat(after(2, state(Obstacle.OUTAGE, 4))).isEmpty();
        assertThat(after(5, state(Obstacle.SLOTS, 0))).containsExactly("The provider is back after 9.0 s");
        assertThat(after(1, state(Obstacle.SLOTS, 0))).isEmpty();
    }

    @Test
    void takesThrottlesThatFollowEachOtherAsOneEvent() {
        assertThat(after(0, state(Obstacle.THROTTLED, 3)))
                .containsExactly("Throttled by the provider; no call for 3.0 s");
        assertThat(after(5, state(Obstacle.SLOTS, 0))).isEmpty();
        assertThat(after(15, state(Obstacle.THROTTLED, 3))).isEmpty();
        assertThat(after(29, state(Obstacle.SLOTS, 0))).isEmpty();
        assertThat(after(1, state(Obstacle.SLOTS, 0)))
                .containsExactly("No longer throttled; it lasted, with interruptions, 20.0 s");
        assertThat(after(1, state(Obstacle.THROTTLED, 1))).hasSize(1);
    }

    @Test
    void tellsOfLimitsThatWereNotConfigured() {
        CallerState learned = new CallerState(1, 64, 0, Obstacle.NONE, Duration.ZERO, 0.1, 0.2);
        assertThat(after(0, learned))
                .containsExactly(
                        "Keeps to a limit on requests that the provider reported",
                        "Keeps to a limit on tokens that the provider reported");
        assertThat(after(1, learned)).isEmpty();
        assertThat(new CallerEvents(true, true, 64).look(learned, 0)).isEmpty();
    }

    @Test
    void tellsOfConcurrencyOnlyWhenItHasHalvedOrDoubled() {
        assertThat(after(0, with(40))).isEmpty();
        assertThat(after(1, with(32))).containsExactly("Calls that may be in flight: 32, before 64");
        assertThat(after(1, with(50))).isEmpty();
        assertThat(after(1, with(64))).containsExactly("Calls that may be in flight: 64, before 32");
    }

    private List<String> after(long more, CallerState state) {
        seconds += more;
        return events.look(state, Duration.ofSeconds(seconds).toNanos());
    }

    private static CallerState state(Obstacle obstacle, long forSeconds) {
        @Nullable Double none = null;
        return new CallerState(3, 64, 5, obstacle, Duration.ofSeconds(forSeconds), none, none);
    }

    private static CallerState with(int concurrency) {
        return new CallerState(3, concurrency, 5, Obstacle.SLOTS, Duration.ZERO, null, null);
    }
}
