package io.llmp.batch.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields and actions, as a service would word them. */
class VocabularyTest {

    private static final Vocabulary FIELDS = new Vocabulary() {
        @Override
        public String setting(Setting setting, String value) {
            return setting.name() + (value.isEmpty() ? "" : "=" + value);
        }

        @Override
        public String operation(Operation operation, String object) {
            return operation.name() + "(" + object + ")";
        }
    };

    @Test
    void wordsWhatAMessageNames() {
        String message = "Give " + Setting.OUTPUT + " another path, or see " + Operation.SHOW_RUN.on("66e8a4") + "; "
                + Setting.DELIMITER.to("';'") + " or " + Operation.LIST_RUNS + ".";
        assertThat(FIELDS.worded(message))
                .isEqualTo("Give OUTPUT another path, or see SHOW_RUN(66e8a4); DELIMITER=';' or LIST_RUNS().");
    }

    @Test
    void takesValuesAsTheyAre() {
        assertThat(FIELDS.worded(Setting.DELIMITER.to("$'\\t'"))).isEqualTo("DELIMITER=$'\\t'");
    }

    @Test
    void findsEveryNameAgain() {
        Stream.of(Setting.values())
                .forEach(setting -> assertThat(FIELDS.worded("" + setting)).isEqualTo(setting.name()));
        Stream.of(Operation.values())
                .forEach(operation -> assertThat(FIELDS.worded("" + operation)).isEqualTo(operation.name() + "()"));
    }

    @Test
    void canLeaveMessagesAsTheyAre() {
        String message = "Raise " + Setting.MAX_COST.to(170) + " or see " + Operation.LIST_RUNS + ".";
        assertThat(Vocabulary.PLAIN.worded(message)).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\u2039", "\u203a\u2039", "\u2039nothing-like-it\u203a", "\u2039output", "\u2039OUTPUT\u203a"
            })
    void leavesOtherQuotationMarksAlone(String message) {
        assertThat(FIELDS.worded(message)).isEqualTo(message);
    }
}
