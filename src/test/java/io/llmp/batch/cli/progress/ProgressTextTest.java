package io.llmp.batch.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.dispatch.CallerState;
import io.llmp.batch.dispatch.CallerState.Obstacle;
import io.llmp.batch.record.RunCounts;
import io.llmp.batch.run.control.RunProgress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProgressTextTest {

    @Test
    void aPlainLineTellsTheMostImportant() {
        assertThat(ProgressText.line(Looks.at(1000, Looks.BUSY)))
                .isEqualTo("1,000 of 2,000 rows (50 %), 100.0 rows/s, 6 skipped, 62 in flight, 10.0 s left");
        assertThat(ProgressText.line(Looks.at(1000, waiting(Obstacle.OUTAGE, 12))))
                .contains("provider unavailable, next probe in 12.0 s");
        assertThat(ProgressText.line(Looks.at(RunProgress.Phase.PLANNING, 0, Looks.BUSY)))
                .isEqualTo("counting rows");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NONE      | sending",
                "SLOTS     | all 64 slots busy",
                "RATE      | requests-per-minute limit, next in 3.2 s",
                "THROTTLED | throttled by the provider (429), next in 3.2 s",
                "OUTAGE    | provider unavailable, next probe in 3.2 s",
                "RETRY     | next retry in 3.2 s",
            })
    void saysWhatCallsWaitForAndForHowLong(Obstacle obstacle, String words) {
        CallerState state = new CallerState(0, 64, 9, obstacle, Duration.ofMillis(3200), null, null);
        assertThat(ProgressText.obstacle(state)).isEqualTo(words);
    }

    @Test
    void callsThatWaitWhileAllSlotsAreBusyWaitForThem() {
        CallerState busy = new CallerState(64, 64, 269, Obstacle.NONE, Duration.ZERO, null, null);

        assertThat(ProgressText.lines(Looks.at(1000, busy), 100))
                .contains("waiting  269 calls queued (all 64 slots busy)");
        assertThat(ProgressJson.of(Looks.at(1000, busy)).path("waiting_for").asString())
                .isEqualTo("slots");
    }

    @ParameterizedTest
    @EnumSource(Obstacle.class)
    void noLineIsCutInATerminalOfTheUsualWidth(Obstacle obstacle) {
        CallerState state = new CallerState(64, 64, 1_000, obstacle, Duration.ofMillis(3200), 0.974, 0.412);
        for (int columns : new int[] {40, 80, 100}) {
            List<String> lines = ProgressText.lines(Looks.at(1000, state), columns);
            assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThan(columns));
            assertThat(String.join(" ", lines).replaceAll(" +", " "))
                    .contains(ProgressText.obstacle(state))
                    .contains("10.0 s left")
                    .contains("41 % of tokens/min")
                    .contains("$10.0000 so far, about $20.0000 in total");
        }
    }

    @Test
    void everyLineForMachinesHasEveryKey() {
        JsonNode first = ProgressJson.of(new Look(
                Looks.runWith(0),
                new RunProgress.Snapshot(
                        RunProgress.Phase.PLANNING,
                        null,
                        RunCounts.NONE,
                        RunCounts.NONE,
                        new RunProgress.Tally(Map.of(), 0, 0, 0, Map.of()),
                        64,
                        null),
                0,
                Duration.ZERO));
        assertThat(first.propertyNames())
                .containsExactlyElementsOf(
                        ProgressJson.of(Looks.at(1000, Looks.BUSY)).propertyNames());
    }

    @Test
    void tellsFewerCallsThanConfigured() {
        CallerState slowed = new CallerState(20, 20, 9, Obstacle.SLOTS, Duration.ZERO, null, null);
        assertThat(ProgressText.lines(Looks.at(1000, slowed), 100))
                .contains("calls    20 of 20 (64 configured) in flight");
    }

    @Test
    void projectsTheCostFromThisExecutionAlone() {
        assertThat(Looks.at(1000, Looks.BUSY).projectedCost()).isEqualByComparingTo("20");
        assertThat(Looks.at(200, Looks.BUSY).projectedCost())
                .as("nothing done yet")
                .isNull();
    }

    @Test
    void tellsMachinesTheSame() {
        JsonNode json = JsonMapper.shared()
                .readTree(ProgressJson.of(Looks.at(1000, waiting(Obstacle.THROTTLED, 3)))
                        .toString());
        assertThat(json.path("run_id").asString()).isEqualTo("abc");
        assertThat(json.path("done").asLong()).isEqualTo(1000);
        assertThat(json.path("skips").path("INVALID_OUTPUT").asLong()).isEqualTo(4);
        assertThat(json.path("seconds_left").asLong()).isEqualTo(10);
        assertThat(json.path("waiting_for").asString()).isEqualTo("throttled");
        assertThat(json.path("waiting_ms").asLong()).isEqualTo(3000);
        assertThat(json.path("request_share").isNull()).isTrue();
        assertThat(json.path("projected_cost_usd").decimalValue()).isEqualByComparingTo("20");
    }

    @Test
    void theRateIsThatOfTheLastHalfMinute() {
        RowRate rate = new RowRate();
        assertThat(rate.at(0, 0)).isZero();
        assertThat(rate.at(seconds(10), 1000)).isEqualTo(100);
        assertThat(rate.at(seconds(100), 1000)).as("long after the last row").isLessThan(12);
        assertThat(rate.at(seconds(110), 1000)).isZero();
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static CallerState waiting(Obstacle obstacle, long seconds) {
        return new CallerState(0, 64, 9, obstacle, Duration.ofSeconds(seconds), null, null);
    }
}
