package io.llmp.batch.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.limit.ReportedLimits;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelReply.Ending;
import io.llmp.batch.llm.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class OpenAiReplyTest {

    @Test
    void readsTheAnswerItsUsageAndTheRequestId() {
        ModelReply reply = Calls.reply(wire -> wire.respond(200, Calls.ANSWER, "x-request-id: req_123"));
        assertThat(reply)
                .isEqualTo(new ModelReply(
                        "{\"team\":\"access\"}",
                        Ending.COMPLETE,
                        "stop",
                        "req_123",
                        new Usage(2006, 1920, 300),
                        ReportedLimits.NONE));
    }

    @Test
    void takesTheCompletionsIdWhenThereIsNoRequestId() {
        assertThat(Calls.reply(wire -> wire.respond(200, Calls.ANSWER)).requestId())
                .isEqualTo("chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT");
    }

    @Test
    void aRefusalIsAReplyThatWasPaidFor() {
        ModelReply reply = Calls.reply(wire -> wire.respond(200, """
                {"id": "chatcmpl-1", "choices": [{"index": 0, "finish_reason": "stop",
                  "message": {"role": "assistant", "content": null, "refusal": "I'm sorry, I cannot assist with that."}}],
                 "usage": {"prompt_tokens": 81, "completion_tokens": 11, "total_tokens": 92}}
                """));
        assertThat(reply)
                .isEqualTo(new ModelReply(
                        "I'm sorry, I cannot assist with that.",
                        Ending.REFUSED,
                        "stop",
                        "chatcmpl-1",
                        new Usage(81, 0, 11),
                        ReportedLimits.NONE));
    }

    @ParameterizedTest
    @CsvSource({"length, TRUNCATED", "content_filter, FILTERED", "stop, COMPLETE", "tool_calls, COMPLETE"})
    void theFinishReasonTellsWhyTheTextEnds(String finishReason, Ending ending) {
        ModelReply reply = Calls.reply(wire -> wire.respond(
                200,
                "{\"choices\":[{\"message\":{\"content\":\"{\\\"te\"},\"finish_reason\":\"" + finishReason + "\"}]}"));
        assertThat(reply.ending()).isEqualTo(ending);
        assertThat(reply.finishReason()).isEqualTo(finishReason);
        assertThat(reply.content()).isEqualTo("{\"te");
    }

    @Test
    void aReplyWithoutContentFinishReasonIdOrUsageIsAnEmptyAnswer() {
        ModelReply reply = Calls.reply(wire -> wire.respond(
                200, "{\"choices\":[{\"message\":{\"content\":null,\"refusal\":null},\"finish_reason\":null}]}"));
        assertThat(reply).isEqualTo(new ModelReply("", Ending.COMPLETE, null, null, Usage.NONE, ReportedLimits.NONE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html><html><body>Welcome to the hotel's wireless network</body></html>",
                "",
                "{\"id\":\"chatcmpl-1\",\"choices\":[]}",
                "{\"id\":\"chatcmpl-1\"}",
                "[]",
                "null",
                "{\"choices\":[{\"message\":{\"content\":\"{\\\"team\\\""
            })
    void whatIsNoWholeCompletionIsAPassingFailure(String body) {
        CallFailure failure = Calls.failure(wire -> wire.respond(200, body, "x-request-id: req_9"));
        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failure.requestId()).isEqualTo("req_9");
        assertThat(failure.message()).isNotBlank();
    }

    @Test
    void anErrorUnderStatus200KeepsItsOwnWords() {
        CallFailure failure = Calls.failure(wire ->
                wire.respond(200, "{\"error\":{\"message\":\"Upstream provider is overloaded\",\"code\":502}}"));
        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(failure.message()).contains("Upstream provider is overloaded");
    }
}
