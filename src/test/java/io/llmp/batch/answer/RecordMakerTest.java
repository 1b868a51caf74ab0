package io.llmp.batch.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.input.Item;
import io.llmp.batch.record.CallCosts;
import io.llmp.batch.record.JobRecord;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.Provenance;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.SkipReason;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class RecordMakerTest {

    private static final PreparedItem ROW = new PreparedItem.Rejected(
            new Item.Row(3, JsonNodeFactory.instance.objectNode().put("id", "a")), SkipReason.REFUSED, "");

    private final RecordMaker maker = new RecordMaker(
            new RunId("abc"), new Provenance("triage", 1, "d", "openai", "gpt"), "id", () -> Instant.EPOCH);

    @Test
    void anAnswerThatIsTooLargeToBeKeptIsASkipWithBothSizes() {
        Outcome fits = new Outcome.Answered("\u20ac".repeat(JobRecord.LARGEST_ANSWER / 3));
        assertThat(outcome(fits)).isSameAs(fits);
        assertThat(outcome(new Outcome.Answered("\u20ac".repeat(JobRecord.LARGEST_ANSWER / 3 + 1))))
                .isEqualTo(new Outcome.Skipped(
                        SkipReason.INVALID_OUTPUT,
                        "The answer holds 4,194,306 bytes; a record has room for 4,194,304."));
    }

    @Test
    void whatIsSaidAboutASkipIsBounded() {
        Outcome.Skipped skip =
                (Outcome.Skipped) outcome(new Outcome.Skipped(SkipReason.REFUSED, "no".repeat(5_000_000)));
        assertThat(skip.error())
                .hasSizeBetween(1_000, 11_000)
                .startsWith("nono")
                .endsWith("...");
    }

    private Outcome outcome(Outcome outcome) {
        return maker.of(ROW, 0, outcome, CallCosts.NONE, null).outcome();
    }
}
