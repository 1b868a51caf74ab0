package io.llmp.batch.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.answer.online.Asking;
import io.llmp.batch.limit.ReportedLimits;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunStatus;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run under a spending limit, with a template that does not bound its answers. */
@Timeout(300)
class MaxCostTest {

    private static final int SLOTS = 64;

    /** The longest answer there is, for {@link Asking#PRICE} $1.026. */
    private static final Usage DEAREST = new Usage(1_000, 0, 128_000);

    @TempDir
    private Path directory;

    @Test
    void neverSpendsMoreAndGoesOnWhenTheLimitIsRaised() throws Exception {
        try (Engine engine = new Engine(directory, 150)) {
            engine.answer((row, call) -> reply(Asking.VALID, DEAREST));

            Run stopped = engine.launch("40", SLOTS).run();

            assertThat(stopped.status()).isEqualTo(RunStatus.STOPPED);
            assertThat(engine.asked).as("39 answers fit into $40").hasSize(38);
            assertThat(stopped.counts().cost()).isEqualByComparingTo("38.988");
            assertThat(stopped.failure())
                    .contains("$38.988")
                    .contains("The 112 rows left would take about $120 ")
                    .contains(Setting.MAX_COST.to(170) + " to continue")
                    .contains("set model.maxOutputTokens");

            Run again = engine.launch("40", SLOTS).run();
            assertThat(again.status()).isEqualTo(RunStatus.STOPPED);
            assertThat(engine.asked)
                    .as("the limit counts what was spent before")
                    .hasSize(38);

            Run complete = engine.launch("170", SLOTS).run();
            assertThat(complete.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(engine.asked).hasSize(150).doesNotHaveDuplicates();
        }
    }

    @Test
    void countsEveryReplyThatIsOfNoUse() throws Exception {
        try (Engine engine = new Engine(directory, 400)) {
            engine.answer((row, call) -> switch (Integer.parseInt(row) % 4) {
                case 0 ->
                    reply(
                            Asking.INVALID,
                            new Usage(1_000, 0, ThreadLocalRandom.current().nextInt(30_000)));
                case 1 -> reply("", ModelReply.Ending.TRUNCATED);
                default -> reply(Asking.VALID, DEAREST);
            });

            Run stopped = engine.launch("60", SLOTS).run();

            assertThat(stopped.status()).isEqualTo(RunStatus.STOPPED);
            assertThat(stopped.counts().cost()).isLessThanOrEqualTo(new BigDecimal("60"));
            BigDecimal records = engine.records(stopped).stream()
                    .map(record -> record.costs().cost())
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(stopped.counts().cost()).isEqualByComparingTo(records);
        }
    }

    @Test
    void whatHasCostAnUnknownSumCannotBeBounded() throws Exception {
        try (Engine engine = new Engine(directory, 20)) {
            engine.answer((row, call) -> reply(Asking.VALID, Usage.NONE));
            Run stopped = engine.launch("5", SLOTS).run();
            assertThat(stopped.status())
                    .as("a reply whose tokens nobody tells counts as the worst case")
                    .isEqualTo(RunStatus.STOPPED);
            assertThat(stopped.counts().unpriced()).isPositive();
            int asked = engine.asked.size();

            assertThatThrownBy(() -> engine.launch("500", SLOTS))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("not known of " + stopped.counts().unpriced() + " of its rows");
            assertThat(engine.asked).hasSize(asked);
        }
    }

    private static ModelReply reply(String content, Usage usage) {
        return new ModelReply(content, ModelReply.Ending.COMPLETE, "stop", null, usage, ReportedLimits.NONE);
    }

    private static ModelReply reply(String content, ModelReply.Ending ending) {
        return new ModelReply(content, ending, "length", null, DEAREST, ReportedLimits.NONE);
    }
}
