package io.llmp.batch.answer.online;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.limit.ReportedLimits;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelReply.Ending;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.record.CallCosts;
import io.llmp.batch.record.Outcome;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.ModelSettings;
import io.llmp.batch.template.SchemaInPrompt;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(300)
class ItemCallTest {

    @Test
    void aValidAnswerTakesOneCall() throws Exception {
        try (Asking model = new Asking(call -> Asking.reply(Asking.VALID))) {
            ItemCall.Result.Settled settled = (ItemCall.Result.Settled) model.ask(2);
            assertThat(settled.outcome()).isEqualTo(new Outcome.Answered("{\"team\":\"sales\"}"));
            assertEffort(settled.costs(), 1, 0, new Usage(1000, 400, 100), "0.0022");
            assertThat(settled.costs().requestId()).isEqualTo("req_" + Asking.VALID.length());
            assertThat(settled.costs().finishReason()).isEqualTo("stop");
            assertThat(model.requests).hasSize(1);
        }
    }

    @Test
    void anInvalidAnswerIsAskedForAgainWithWhatIsWrongWithIt() throws Exception {
        try (Asking model = new Asking(call -> Asking.reply(call == 1 ? Asking.INVALID : Asking.VALID))) {
            ItemCall.Result.Settled settled = (ItemCall.Result.Settled) model.ask(2);
            assertThat(settled.outcome().status()).isEqualTo(Outcome.Status.SUCCEEDED);
            assertEffort(settled.costs(), 2, 1, new Usage(2000, 800, 200), "0.0044");
            ModelRequest again = model.requests.get(1);
            assertThat(again.messages())
                    .hasSize(4)
                    .startsWith(Asking.request().messages().toArray(Message[]::new));
            assertThat(again.messages().get(2)).isEqualTo(new Message(Message.Role.ASSISTANT, Asking.INVALID));
            assertThat(again.messages().get(3).role()).isEqualTo(Message.Role.USER);
            assertThat(again.messages().get(3).content()).contains("team");
            assertThat(again.outputSchema()).isEqualTo(Asking.TEMPLATE.output());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "5, 6"})
    void anAnswerThatStaysInvalidIsPaidOnceAndOnceForEachRepair(int repairs, int calls) throws Exception {
        try (Asking model = new Asking(call -> Asking.reply(Asking.INVALID))) {
            ItemCall.Result.Settled settled = (ItemCall.Result.Settled) model.ask(repairs);
            assertThat(settled.outcome()).isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> {
                assertThat(skipped.reason()).isEqualTo(SkipReason.INVALID_OUTPUT);
                assertThat(skipped.error()).contains("team");
            });
            assertThat(model.requests).hasSize(calls);
            assertThat(settled.costs().attempts()).isEqualTo(calls);
            assertThat(settled.costs().repairs()).isEqualTo(repairs);
            assertThat(settled.costs().usage().promptTokens()).isEqualTo(1000L * calls);
        }
    }

    @ParameterizedTest
    @CsvSource({"REFUSED, REFUSED", "FILTERED, CONTENT_FILTERED", "TRUNCATED, TRUNCATED"})
    void whatARepairCannotMendIsNotRepaired(Ending ending, SkipReason reason) throws Exception {
        try (Asking model = new Asking(call -> Asking.reply(Asking.VALID, ending))) {
            ItemCall.Result.Settled settled = (ItemCall.Result.Settled) model.ask(2);
            assertThat(((Outcome.Skipped) settled.outcome()).reason()).isEqualTo(reason);
            assertEffort(settled.costs(), 1, 0, new Usage(1000, 400, 100), "0.0022");
            assertThat(model.requests).hasSize(1);
        }
    }

    @Test
    void anAnswerThatDidNotFitIsAskedForWithMoreRoomUpToTheCeiling() throws Exception {
        try (Asking model =
                new Asking(call -> Asking.reply(Asking.VALID, call < 3 ? Ending.TRUNCATED : Ending.COMPLETE))) {
            ItemCall.Result.Settled settled = (ItemCall.Result.Settled) model.ask(bounded(40, 120));
            assertThat(settled.outcome().status()).isEqualTo(Outcome.Status.SUCCEEDED);
            assertEffort(settled.costs(), 3, 0, new Usage(3000, 1200, 300), "0.0066");
            assertThat(model.requests)
                    .extracting(request -> request.settings().maxOutputTokens())
                    .containsExactly(40, 80, 120);
        }
    }

    @ParameterizedTest
    @CsvSource({"40, 120, 3", "100, 100, 1", "100, , 1"})
    void anAnswerThatFitsUnderNoCeilingIsTruncated(int bound, @Nullable Integer ceiling, int calls) throws Exception {
        try (Asking model = new Asking(call -> Asking.reply("{", Ending.TRUNCATED))) {
            ItemCall.Result.Settled settled = (ItemCall.Result.Settled) model.ask(bounded(bound, ceiling));
            assertThat(((Outcome.Skipped) settled.outcome()).reason()).isEqualTo(SkipReason.TRUNCATED);
            assertThat(settled.costs().attempts()).isEqualTo(calls);
            assertThat(model.requests).hasSize(calls);
        }
    }

    /** A reply has 100 tokens of answer; the bound of a later one was not what cut it off. */
    @Test
    void aFullContextIsNotAskedForMoreRoom() throws Exception {
        try (Asking model = new Asking(call -> Asking.reply("{", Ending.TRUNCATED))) {
            ItemCall.Result.Settled settled = (ItemCall.Result.Settled) model.ask(bounded(8192, 16384));
            assertThat(settled.outcome()).isInstanceOfSatisfying(Outcome.Skipped.class, skipped -> {
                assertThat(skipped.reason()).isEqualTo(SkipReason.TRUNCATED);
                assertThat(skipped.error()).contains("context is full", "100 tokens of at most 8192", "1000");
            });
            assertThat(model.requests).hasSize(1);
        }
    }

    @Test
    void takesTheOneValidAnswerThatStandsElsewhereInTheReply() throws Exception {
        try (Asking model = new Asking(call -> beside(
                "",
                List.of(
                        new ModelReply.Elsewhere("tool call", Asking.INVALID),
                        new ModelReply.Elsewhere("reasoning", "So: " + Asking.VALID))))) {
            ItemCall.Result.Settled settled = (ItemCall.Result.Settled) model.ask(2);
            assertThat(settled.outcome()).isEqualTo(new Outcome.Answered(Asking.VALID));
            assertThat(settled.costs().finishReason()).isEqualTo("stop, from reasoning");
            assertThat(model.requests).hasSize(1);
        }
    }

    @Test
    void guessesNotBetweenTwoValidAnswersElsewhere() throws Exception {
        try (Asking model = new Asking(call -> beside(
                "",
                List.of(
                        new ModelReply.Elsewhere("tool call", "{\"team\":\"access\"}"),
                        new ModelReply.Elsewhere("reasoning", Asking.VALID))))) {
            ItemCall.Result.Settled settled = (ItemCall.Result.Settled) model.ask(0);
            assertThat(((Outcome.Skipped) settled.outcome()).error())
                    .contains(
                            "The answer is empty; the reply holds tool call (17 characters), reasoning (16 characters)");
        }
    }

    @Test
    void anAttemptThatNobodyKnowsThePriceOfMakesTheCostUnknown() throws Exception {
        try (Asking model = new Asking(call -> call == 1
                ? CallFailure.of(FailureKind.TIMED_OUT, "no whole reply").billing(null)
                : Asking.reply(Asking.VALID))) {
            ItemCall.Result.Settled settled = (ItemCall.Result.Settled) model.ask(0);
            assertThat(settled.costs().cost()).isNull();
            assertThat(settled.costs().usage()).isEqualTo(new Usage(1000, 400, 100));
        }
    }

    @Test
    void aFailedAttemptThatIsBilledIsBooked() throws Exception {
        try (Asking model = new Asking(call -> call == 1
                ? CallFailure.of(FailureKind.UNAVAILABLE, "broke off").billing(new Usage(1000, 400, 100))
                : Asking.reply(Asking.VALID))) {
            ItemCall.Result.Settled settled = (ItemCall.Result.Settled) model.ask(0);
            assertEffort(settled.costs(), 2, 0, new Usage(2000, 800, 200), "0.0044");
        }
    }

    @Test
    void whatTheProviderSaysThatItCostsGoesBeforeThePrice() throws Exception {
        ModelReply.Details dollars = new ModelReply.Details(List.of(), null, false, new BigDecimal("0.5"));
        try (Asking model = new Asking(call -> detailed(Asking.VALID, dollars))) {
            ItemCall.Result.Settled settled = (ItemCall.Result.Settled) model.ask(0, null);
            assertThat(settled.costs().cost()).isEqualByComparingTo("0.5");
        }
    }

    @Test
    void namesTheModelThatAGatewayAskedInstead() throws Exception {
        ModelReply.Details other = new ModelReply.Details(List.of(), "gpt-other", true, null);
        ModelReply.Details alias = new ModelReply.Details(List.of(), "gpt-2026-01-01", false, null);
        try (Asking model = new Asking(call -> detailed(Asking.VALID, call == 1 ? other : alias))) {
            assertThat(((ItemCall.Result.Settled) model.ask(0)).model()).isEqualTo("gpt-other");
            assertThat(((ItemCall.Result.Settled) model.ask(0)).model()).isNull();
        }
    }

    private static ModelReply beside(String content, List<ModelReply.Elsewhere> elsewhere) {
        return detailed(content, new ModelReply.Details(elsewhere, null, false, null));
    }

    private static ModelReply detailed(String content, ModelReply.Details details) {
        ModelReply plain = Asking.reply(content);
        return new ModelReply(
                content, plain.ending(), "stop", plain.requestId(), plain.usage(), plain.limits(), details);
    }

    @Test
    void aRepairKeepsTheRaisedBound() throws Exception {
        try (Asking model = new Asking(call -> switch (call) {
            case 1 -> Asking.reply("{", Ending.TRUNCATED);
            case 2 -> Asking.reply(Asking.INVALID);
            default -> Asking.reply(Asking.VALID);
        })) {
            ItemCall.Result.Settled settled = (ItemCall.Result.Settled) model.ask(bounded(100, 350));
            assertEffort(settled.costs(), 3, 1, new Usage(3000, 1200, 300), "0.0066");
            assertThat(model.requests.get(2).settings().maxOutputTokens()).isEqualTo(200);
            assertThat(model.requests.get(2).stable()).isEqualTo(1);
        }
    }

    private static ModelSettings bounded(int bound, @Nullable Integer ceiling) {
        return new ModelSettings(
                null, null, null, null, bound, null, null, ceiling, null, null, Map.of(), false, SchemaInPrompt.AUTO);
    }

    @Test
    void anAnswerThatIsOnlySpeltOtherwiseIsMendedAndNotPaidForAgain() throws Exception {
        try (Asking model = new Asking(call -> Asking.reply("Sure: {\"team\":\"Sales\"}"))) {
            ItemCall.Result.Settled settled = (ItemCall.Result.Settled) model.ask(2);
            assertThat(settled.outcome()).isEqualTo(new Outcome.Answered("{\"team\":\"sales\"}"));
            assertEffort(settled.costs(), 1, 0, new Usage(1000, 400, 100), "0.0022");
            assertThat(settled.costs().finishReason()).isEqualTo("stop, repaired");
        }
    }

    @Test
    void aRefusedRepairKeepsWhatBothCallsCost() throws Exception {
        try (Asking model = new Asking(
                call -> call == 1 ? Asking.reply(Asking.INVALID) : Asking.reply("I will not say.", Ending.REFUSED))) {
            ItemCall.Result.Settled settled = (ItemCall.Result.Settled) model.ask(2);
            assertThat(((Outcome.Skipped) settled.outcome()).reason()).isEqualTo(SkipReason.REFUSED);
            assertEffort(settled.costs(), 2, 1, new Usage(2000, 800, 200), "0.0044");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PROMPT_TOO_LONG, PROMPT_TOO_LONG, 1",
        "CONTENT_FILTERED, CONTENT_FILTERED, 1",
        "REJECTED, PROVIDER_REJECTED, 1",
        "TIMED_OUT, TIMED_OUT, 3",
        "UNAVAILABLE, PROVIDER_UNAVAILABLE, 3"
    })
    void aFailedCallIsASkipThatCostNothing(FailureKind kind, SkipReason reason, int attempts) throws Exception {
        try (Asking model = new Asking(call -> Asking.failure(kind))) {
            ItemCall.Result.Settled settled = (ItemCall.Result.Settled) model.ask(2, null);
            assertThat(settled.outcome()).isEqualTo(new Outcome.Skipped(reason, "the provider's words"));
            assertEffort(settled.costs(), attempts, 0, Usage.NONE, "0");
            assertThat(settled.costs().finishReason()).isNull();
            assertThat(model.requests).hasSize(attempts);
        }
    }

    @Test
    void whatEndsTheItemIsTheCallThatIsNamed() throws Exception {
        CallFailure rejected =
                new CallFailure(FailureKind.REJECTED, "no", null, "req_of_the_failure", ReportedLimits.NONE);
        try (Asking model = new Asking(call -> call == 1 ? Asking.reply(Asking.INVALID) : rejected)) {
            assertThat(((ItemCall.Result.Settled) model.ask(2)).costs().requestId())
                    .isEqualTo("req_of_the_failure");
        }
    }

    @Test
    void attemptsThatFailedBeforeTheAnswerCount() throws Exception {
        try (Asking model =
                new Asking(call -> call <= 2 ? Asking.failure(FailureKind.UNAVAILABLE) : Asking.reply(Asking.VALID))) {
            ItemCall.Result.Settled settled = (ItemCall.Result.Settled) model.ask(2);
            assertEffort(settled.costs(), 3, 0, new Usage(1000, 400, 100), "0.0022");
        }
    }

    @Test
    void theCostIsUnknownWhenThePriceIs() throws Exception {
        try (Asking model = new Asking(call -> Asking.reply(Asking.VALID))) {
            assertThat(((ItemCall.Result.Settled) model.ask(2, null)).costs().cost())
                    .isNull();
        }
    }

    @Test
    void aRunThatIsStoppedInTheMiddleOfARepairLeavesTheItemOpen() throws Exception {
        CompletableFuture<Asking> self = new CompletableFuture<>();
        try (Asking model = new Asking(call -> {
            self.join().lane.stop();
            return Asking.reply(Asking.INVALID);
        })) {
            self.complete(model);
            assertThat(model.ask(2)).isEqualTo(new ItemCall.Result.NotMade());
            assertThat(model.requests).hasSize(1);
        }
    }

    @Test
    void anAnswerInFlightWhenTheRunIsStoppedIsKept() throws Exception {
        CompletableFuture<Asking> self = new CompletableFuture<>();
        try (Asking model = new Asking(call -> {
            self.join().lane.stop();
            return Asking.reply(Asking.VALID);
        })) {
            self.complete(model);
            assertThat(model.ask(2)).isInstanceOf(ItemCall.Result.Settled.class);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ACCESS_DENIED", "UNKNOWN_MODEL", "QUOTA_EXHAUSTED"})
    void aFailureOfTheRunIsNoRecord(FailureKind kind) throws Exception {
        try (Asking model = new Asking(call -> Asking.failure(kind))) {
            assertThat(model.ask(2)).isEqualTo(new ItemCall.Result.RunFailed(Asking.failure(kind)));
            assertThat(model.requests).hasSize(1);
        }
    }

    private static void assertEffort(CallCosts costs, int attempts, int repairs, Usage usage, String cost) {
        assertThat(costs.attempts()).as("attempts").isEqualTo(attempts);
        assertThat(costs.repairs()).as("repairs").isEqualTo(repairs);
        assertThat(costs.usage()).isEqualTo(usage);
        assertThat(costs.cost()).isEqualByComparingTo(new BigDecimal(cost));
    }
}
