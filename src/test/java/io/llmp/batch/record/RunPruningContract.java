package io.llmp.batch.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What every removal of runs keeps to. All tests share a store; each has runs of its own name. */
public abstract class RunPruningContract {

    private static final Instant END = Samples.START.plus(Duration.ofHours(1));

    protected abstract RunPruning pruning();

    protected abstract RunStore runs();

    protected abstract SplitStore splits();

    protected abstract JobRecordStore records();

    /** Returns how many rows a table has. */
    protected abstract long rows(String table);

    private RunId ended(TestInfo test, String suffix, Instant end) {
        RunId run = working(test, suffix);
        runs().end(new Lease(run, "owner" + run), RunStatus.COMPLETED, null, end);
        return run;
    }

    private RunId working(TestInfo test, String suffix) {
        RunId run = runs().create(Samples.run(test.getDisplayName() + suffix, 1, Samples.START))
                .id();
        Samples.begin(runs(), splits(), run, "owner" + run);
        records()
                .save(
                        new Lease(run, "owner" + run),
                        LongStream.range(0, 400)
                                .mapToObj(item -> Samples.answered(run, item))
                                .toList());
        return run;
    }

    private List<RunId> endedBefore(Instant moment, String template) {
        return pruning().endedBefore(moment, template).stream().map(Run::id).toList();
    }

    @Test
    void namesWhatEndedBeforeAndNothingThatIsWorkedOn(TestInfo test) {
        RunId late = ended(test, "late", END);
        RunId early = ended(test, "early", END.minusSeconds(60));
        RunId working = working(test, "working");
        String template = Samples.PROVENANCE.template();

        assertThat(endedBefore(END.plusSeconds(1), template))
                .containsSubsequence(early, late)
                .doesNotContain(working);
        assertThat(endedBefore(END, template)).contains(early).doesNotContain(late);
        assertThat(endedBefore(END.plusSeconds(1), "another")).isEmpty();
    }

    @Test
    void removesTheRunItsRecordsAndItsAnswersAndKeepsItsEvents(TestInfo test) {
        RunId stays = ended(test, "stays", END);
        RunId goes = ended(test, "goes", END);
        long events = rows("LLMP_EVENT");
        long records = rows("LLMP_JOB_RECORD");

        pruning().remove(goes);

        assertThat(runs().list()).extracting(Run::id).contains(stays).doesNotContain(goes);
        assertThat(records().inInputOrder(goes, 0, 1)).isEmpty();
        assertThat(records().inInputOrder(stays, 0, 1000)).hasSize(400);
        assertThat(rows("LLMP_JOB_RECORD")).isEqualTo(records - 400);
        assertThat(rows("LLMP_EVENT")).isEqualTo(events);
        assertThat(pruning().reusable()).doesNotContain(goes);
        pruning().remove(goes);
    }

    @Test
    void knowsWhoseAnswersWouldBeReused(TestInfo test) {
        pruning().reusable().forEach(pruning()::remove);
        RunId first = ended(test, "first", END);
        RunId same = ended(test, "same", END);

        assertThat(pruning().reusable())
                .as("the first to have answered a request is the one that is asked")
                .contains(first)
                .doesNotContain(same);
        pruning().remove(first);
        assertThat(records().answers(List.of("f".repeat(64)))).isEmpty();
    }
}
