package io.llmp.batch.template;

import static io.llmp.batch.template.TemplateState.ACTIVE;
import static io.llmp.batch.template.TemplateState.DRAFT;
import static io.llmp.batch.template.TemplateState.PAUSED;
import static io.llmp.batch.template.TemplateState.RETIRED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.problem.Operation;
import io.llmp.batch.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateStatusTest {

    /** Every state with every move; all but a draft have version 2 active. */
    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource(textBlock = """
                    DRAFT,   activate 3, ACTIVE 3
                    DRAFT,   rollback 1, refused
                    DRAFT,   pause,      refused
                    DRAFT,   resume,     refused
                    DRAFT,   retire,     RETIRED
                    ACTIVE,  activate 3, ACTIVE 3
                    ACTIVE,  activate 2, same
                    ACTIVE,  activate 1, ACTIVE 1
                    ACTIVE,  rollback 1, ACTIVE 1
                    ACTIVE,  rollback 2, same
                    ACTIVE,  rollback 3, refused
                    ACTIVE,  pause,      PAUSED 2
                    ACTIVE,  resume,     same
                    ACTIVE,  retire,     RETIRED 2
                    PAUSED,  activate 3, PAUSED 3
                    PAUSED,  activate 2, same
                    PAUSED,  rollback 1, PAUSED 1
                    PAUSED,  rollback 3, refused
                    PAUSED,  pause,      same
                    PAUSED,  resume,     ACTIVE 2
                    PAUSED,  retire,     RETIRED 2
                    RETIRED, activate 3, refused
                    RETIRED, activate 2, refused
                    RETIRED, rollback 1, refused
                    RETIRED, rollback 2, refused
                    RETIRED, pause,      refused
                    RETIRED, resume,     refused
                    RETIRED, retire,     same
                    """)
    void everyMoveFromEveryState(TemplateState state, String move, String outcome) {
        TemplateStatus before = status(state);
        if (outcome.equals("refused")) {
            assertThatThrownBy(() -> before.after(move(move))).isInstanceOfSatisfying(ProblemException.class, e -> {
                assertThat(e.kind()).isEqualTo(ProblemException.Kind.INVALID);
                assertThat(e.remedy()).containsAnyOf("may be", "final", Operation.ACTIVATE_TEMPLATE.on("t@3"));
            });
        } else if (outcome.equals("same")) {
            assertThat(before.after(move(move))).isSameAs(before);
        } else {
            TemplateStatus after = before.after(move(move));
            assertThat((after.state() + " " + (after.activeVersion() == null ? "" : after.activeVersion())).strip())
                    .isEqualTo(outcome);
        }
    }

    @Test
    void whatIsPausedOrRetiredStartsNoRun() {
        for (TemplateState runnable : List.of(DRAFT, ACTIVE)) {
            assertThatCode(() -> status(runnable).requireRunnable()).doesNotThrowAnyException();
        }
        assertThatThrownBy(() -> status(PAUSED).requireRunnable())
                .hasMessageContaining(Operation.RESUME_TEMPLATE.on("t"));
        assertThatThrownBy(() -> status(RETIRED).requireRunnable()).hasMessageContaining("final");
    }

    @Test
    void onlyWhatIsRetiredTakesNoMoreVersions() {
        for (TemplateState changeable : List.of(DRAFT, ACTIVE, PAUSED)) {
            assertThatCode(() -> status(changeable).requireChangeable()).doesNotThrowAnyException();
        }
        assertThatThrownBy(() -> status(RETIRED).requireChangeable()).hasMessageContaining("another name");
    }

    private static TemplateStatus status(TemplateState state) {
        return new TemplateStatus("t", state, state == DRAFT ? null : 2);
    }

    private static TemplateMove move(String text) {
        String[] words = text.split(" ", -1);
        return switch (words[0]) {
            case "activate" -> TemplateMove.activate(Integer.parseInt(words[1]));
            case "rollback" -> TemplateMove.rollBack(Integer.parseInt(words[1]));
            case "pause" -> TemplateMove.PAUSE;
            case "resume" -> TemplateMove.RESUME;
            default -> TemplateMove.RETIRE;
        };
    }
}
