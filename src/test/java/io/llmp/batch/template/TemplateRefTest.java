package io.llmp.batch.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateRefTest {

    @Test
    void readsNamesAndVersions() {
        assertThat(TemplateRef.parse("ticket-triage")).isEqualTo(new TemplateRef("ticket-triage", null));
        assertThat(TemplateRef.parse("ticket-triage@active")).isEqualTo(new TemplateRef("ticket-triage", null));
        assertThat(TemplateRef.parse("ticket-triage@latest")).isEqualTo(new TemplateRef("ticket-triage", null, true));
        assertThat(TemplateRef.parse("a.b_c@12")).isEqualTo(new TemplateRef("a.b_c", 12));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "@3",
                "a b",
                "-a",
                "../a",
                "a/b",
                "é",
                "a@",
                "a@0",
                "a@03",
                "a@-1",
                "a@v3",
                "a@x",
                "a@Latest",
                "a@1@2",
                "a@9999999999"
            })
    void refusesWhatNamesNothing(String text) {
        assertThatThrownBy(() -> TemplateRef.parse(text)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.kind()).isEqualTo(ProblemException.Kind.INVALID);
            assertThat(e.remedy()).contains("NAME@3");
        });
    }

    @Test
    void aTemplateAsAWholeHasNoVersion() {
        assertThat(TemplateRef.name("ticket-triage")).isEqualTo("ticket-triage");
        assertThatThrownBy(() -> TemplateRef.name("ticket-triage@2"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("Write ticket-triage alone.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@", "../a", "a/b", "a\nb", "/etc/passwd", "a b@2"})
    void aTemplateAsAWholeHasAProperName(String text) {
        assertThatThrownBy(() -> TemplateRef.name(text))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("names no job template");
    }

    @Test
    void namesEndAtSixtyFourCharacters() {
        assertThat(TemplateRef.parse("a".repeat(64)).name()).hasSize(64);
        assertThatThrownBy(() -> TemplateRef.parse("a".repeat(65))).isInstanceOf(ProblemException.class);
    }
}
