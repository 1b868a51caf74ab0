package io.llmp.batch.estimate;

import io.llmp.batch.llm.Price;
import io.llmp.batch.record.Provenance;
import io.llmp.batch.record.SkipReason;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run will probably take, estimated before it is started.
 *
 * @param provenance template version, provider and model
 * @param simulated whether the answers are made up, so that nothing is paid
 * @param money null when there is no price for the model
 */
public record Estimate(
        Provenance provenance,
        boolean simulated,
        Rows rows,
        Tokens tokens,
        @Nullable Money money,
        Time time) {

    /**
     * What becomes of the rows.
     *
     * @param all the rows of the input that the run takes; counted
     * @param surveyed how many of them were looked at; when that is all, the numbers of rows are exact
     * @param asked rows that are sent to the model
     * @param reused rows whose answer was paid for before, or is that of an identical row
     * @param skipped rows that no request can be made of, by reason
     */
    public record Rows(long all, long surveyed, Range asked, Range reused, Map<SkipReason, Range> skipped) {
        public Rows {
            skipped = Map.copyOf(skipped);
        }

        /** Whether every row was looked at. */
        public boolean isExact() {
            return surveyed == all;
        }
    }

    /**
     * Tokens of all calls together.
     *
     * @param promptBasis how those of the prompts were estimated, in words
     * @param completionBasis how those of the answers were estimated, in words
     */
    public record Tokens(Range prompt, Range completion, String promptBasis, String completionBasis) {}

    /**
     * US dollars.
     *
     * @param total of the whole run
     * @param saved what the rows that are not sent would have cost
     */
    public record Money(Range total, double saved, Price price) {}

    /**
     * How long the run works on its answers.
     *
     * @param boundBy the limit that decides it, in words
     * @param latencyBasis how the time of a call was estimated, in words
     */
    public record Time(Range seconds, String boundBy, String latencyBasis) {}
}
