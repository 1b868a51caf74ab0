package io.llmp.batch.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.record.Provenance;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.Message.Role;
import io.llmp.batch.template.ModelSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestFingerprintTest {

    private static final Provenance MADE_BY = new Provenance("triage", 1, "digest", "openai", "gpt");
    private static final Message SYSTEM = new Message(Role.SYSTEM, "You triage.");
    private static final Message USER = new Message(Role.USER, "Who?");

    @Test
    void everythingThatCanChangeTheAnswerChangesIt() {
        assertThat(List.of(
                        of(MADE_BY, SYSTEM, USER),
                        of(new Provenance("triage", 1, "other", "openai", "gpt"), SYSTEM, USER),
                        of(new Provenance("triage", 1, "digest", "other", "gpt"), SYSTEM, USER),
                        of(new Provenance("triage", 1, "digest", "openai", "other"), SYSTEM, USER),
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
    void theTemplatesNameAndVersionDoNotMatterWhenItMeansTheSame() {
        assertThat(of(new Provenance("renamed", 9, "digest", "openai", "gpt"), SYSTEM, USER))
                .isEqualTo(of(MADE_BY, SYSTEM, USER));
    }

    private static String of(Provenance provenance, Message... messages) {
        ModelSettings settings = new ModelSettings(null, null, null, null, null, null, null);
        return new RequestFingerprint(provenance)
                .of(new ModelRequest(provenance.model(), settings, null, List.of(messages)));
    }
}
