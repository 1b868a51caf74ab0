package io.llmp.batch.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.answer.online.Asking;
import io.llmp.batch.llm.AnswerForm;
import io.llmp.batch.llm.Dialect;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.Message.Role;
import io.llmp.batch.template.ModelSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RequestFingerprintTest {

    private static final List<String> MADE_BY = List.of("digest", "openai", "gpt");
    private static final Message SYSTEM = new Message(Role.SYSTEM, "You triage.");
    private static final Message USER = new Message(Role.USER, "Who?");

    @Test
    void everythingThatCanChangeTheAnswerChangesIt() {
        assertThat(List.of(
                        of(MADE_BY, SYSTEM, USER),
                        of(List.of("other", "openai", "gpt"), SYSTEM, USER),
                        of(List.of("digest", "other", "gpt"), SYSTEM, USER),
                        of(List.of("digest", "openai", "other"), SYSTEM, USER),
                        of(MADE_BY, USER, SYSTEM),
                        of(MADE_BY, SYSTEM),
                        of(MADE_BY, SYSTEM, USER, USER),
                        of(MADE_BY, SYSTEM, new Message(Role.ASSISTANT, "Who?")),
                        of(MADE_BY, SYSTEM, new Message(Role.USER, "Who? ")),
                        of(MADE_BY, SYSTEM, new Message(Role.USER, ""))))
                .doesNotHaveDuplicates()
                .allMatch(fingerprint -> fingerprint.matches("[0-9a-f]{64}"));
    }

    @Test
    void theBorderBetweenTwoMessagesCannotMove() {
        assertThat(of(MADE_BY, new Message(Role.USER, "ab"), new Message(Role.USER, "c")))
                .isNotEqualTo(of(MADE_BY, new Message(Role.USER, "a"), new Message(Role.USER, "bc")))
                .isNotEqualTo(of(MADE_BY, new Message(Role.USER, "ab\u00011:c")));
    }

    @Test
    void isWhatItWasForAProviderThatDiffersInNothing() throws Exception {
        byte[] sha = MessageDigest.getInstance("SHA-256")
                .digest("digest\0openai\0gptSYSTEM11:You triage.USER4:Who?".getBytes(StandardCharsets.UTF_8));
        assertThat(of(MADE_BY, SYSTEM, USER)).isEqualTo(HexFormat.of().formatHex(sha));
    }

    /** Stores of earlier releases have answers by these; they must be found for as long as they are kept. */
    @Test
    void isTheSameInWhateverWordsAProtocolSaysTheSchema() throws Exception {
        ObjectNode schema = (ObjectNode)
                JsonMapper.shared().readTree("{\"type\":\"object\",\"properties\":{\"n\":{\"minimum\":1.50}}}");
        String system =
                "You triage.\n\nAnswer with exactly one JSON object, and nothing before or after it: no explanation, no"
                        + " code fence. It must be valid against this JSON Schema:\n" + schema;
        byte[] sha = MessageDigest.getInstance("SHA-256")
                .digest(("digest\0openai\0gptSYSTEM" + system.length() + ":" + system + "USER4:Who?")
                        .getBytes(StandardCharsets.UTF_8));
        ModelRequest request = new ModelRequest("gpt", ModelSettings.NONE, schema, List.of(SYSTEM, USER));
        RequestFingerprint fingerprint = new RequestFingerprint("digest", "openai", "gpt", Dialect.NONE);
        assertThat(List.of(fingerprint.of(request), fingerprint.of(request)))
                .containsOnly(HexFormat.of().formatHex(sha));
        assertThat(fingerprint.of(request.withoutSchema())).isNotEqualTo(fingerprint.of(request));
    }

    @Test
    void whatIsConfiguredOfTheProviderAndCanChangeTheAnswerChangesIt() {
        assertThat(List.of(
                        of(Dialect.NONE),
                        of(dialect("/deployments/a", Map.of(), Map.of(), "{}", AnswerForm.STRICT_SCHEMA)),
                        of(dialect("/deployments/b", Map.of(), Map.of(), "{}", AnswerForm.STRICT_SCHEMA)),
                        of(dialect(null, Map.of("api-version", "1"), Map.of(), "{}", AnswerForm.STRICT_SCHEMA)),
                        of(dialect(null, Map.of("api-version", "2"), Map.of(), "{}", AnswerForm.STRICT_SCHEMA)),
                        of(dialect(null, Map.of(), Map.of("api-version", "2"), "{}", AnswerForm.STRICT_SCHEMA)),
                        of(extra("{\"top_k\": 40}")),
                        of(extra("{\"top_k\": 41}")),
                        of(extra("{\"a\": {\"b\": 1}}")),
                        of(dialect(null, Map.of(), Map.of(), "{}", AnswerForm.SCHEMA)),
                        of(dialect(null, Map.of(), Map.of(), "{}", AnswerForm.INSTRUCTION))))
                .doesNotHaveDuplicates();
    }

    @Test
    void whatSaysHowTheProviderIsAskedDoesNot() {
        Dialect keyAndNames = new Dialect(
                null,
                Map.of(),
                "api-key",
                Map.of(),
                JsonMapper.shared().createObjectNode(),
                "max_tokens",
                AnswerForm.STRICT_SCHEMA,
                null);
        assertThat(of(keyAndNames)).isEqualTo(of(Dialect.NONE));
        assertThat(of(extra("{\"service_tier\": \"flex\", \"user\": \"me\"}"))).isEqualTo(of(Dialect.NONE));
        assertThat(of(extra("{\"a\": {\"x\": 1, \"y\": 2}, \"b\": 3}")))
                .isEqualTo(of(extra("{\"b\": 3, \"user\": \"me\", \"a\": {\"y\": 2, \"x\": 1}}")));
        assertThat(of(dialect(null, Map.of(), Map.of("X-Beta", "b"), "{}", AnswerForm.STRICT_SCHEMA)))
                .isEqualTo(of(dialect(null, Map.of(), Map.of("x-beta", "b"), "{}", AnswerForm.STRICT_SCHEMA)));
    }

    private static Dialect extra(String fields) {
        return dialect(null, Map.of(), Map.of(), fields, AnswerForm.STRICT_SCHEMA);
    }

    private static Dialect dialect(
            @Nullable String path,
            Map<String, String> query,
            Map<String, String> headers,
            String extra,
            AnswerForm form) {
        return new Dialect(path, query, null, headers, Asking.object(extra), null, form, null);
    }

    private static String of(Dialect dialect) {
        return of(dialect, MADE_BY, SYSTEM, USER);
    }

    private static String of(List<String> madeBy, Message... messages) {
        return of(Dialect.NONE, madeBy, messages);
    }

    private static String of(Dialect dialect, List<String> madeBy, Message... messages) {
        return new RequestFingerprint(madeBy.get(0), madeBy.get(1), madeBy.get(2), dialect)
                .of(new ModelRequest(madeBy.get(2), ModelSettings.NONE, null, List.of(messages)));
    }
}
