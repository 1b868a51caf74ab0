package io.llmp.batch.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.Message.Role;
import io.llmp.batch.template.ModelSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

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

    private static String of(List<String> madeBy, Message... messages) {
        ModelSettings settings = new ModelSettings(null, null, null, null, null, null, null);
        return new RequestFingerprint(madeBy.get(0), madeBy.get(1), madeBy.get(2))
                .of(new ModelRequest(madeBy.get(2), settings, null, List.of(messages)));
    }
}
