package io.llmp.batch.estimate;

import io.llmp.batch.llm.Price;
import io.llmp.batch.record.Provenance;
import io.llmp.batch.record.SkipReason;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run will take, as far as that can be told before it is made.
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
     * @param all rows of the input, as far as the run takes them; counted
     * @param surveyed how many of them were looked at; when that is all, the numbers of rows are exact
     * @param asked rows that the model is asked about
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
     * @param promptBasis how those of the prompts were come to, for people
     * @param completionBasis how those of the answers were come to, for people
     */
    public record Tokens(Range prompt, Range completion, String promptBasis, String completionBasis) {}

    /**
     * US dollars.
     *
     * @param total of the whole run
     * @param saved what the rows that are not asked about would have cost
     */
    public record Money(Range total, double saved, Price price) {}

    /**
     * How long the run works on its answers.
     *
     * @param boundBy the limit that decides it, for people
     * @param latencyBasis how the time of a call was come to, for people
     */
    public record Time(Range seconds, String boundBy, String latencyBasis) {}
}
