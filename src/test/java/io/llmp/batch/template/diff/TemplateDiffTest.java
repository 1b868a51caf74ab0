package io.llmp.batch.template.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.Templates;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

class TemplateDiffTest {

    @Test
    void aVersionMeansTheSameAsItself() {
        assertThat(diff(Templates.TICKET_TRIAGE).changes()).isEmpty();
    }

    @Test
    void comparesTextsWordByWord() {
        Change.Text text = (Change.Text) diff(Templates.TICKET_TRIAGE.replace(
                        "support tickets of a software company.", "support tickets of a very small games company!"))
                .changes()
                .get(0);

        assertThat(text.part()).isEqualTo("instruction");
        assertThat(text.pieces())
                .containsExactly(
                        new Piece(Piece.Kind.KEPT, "You triage support tickets of a "),
                        new Piece(Piece.Kind.REMOVED, "software"),
                        new Piece(Piece.Kind.ADDED, "very small games"),
                        new Piece(Piece.Kind.KEPT, " company"),
                        new Piece(Piece.Kind.REMOVED, "."),
                        new Piece(Piece.Kind.ADDED, "!"),
                        new Piece(Piece.Kind.KEPT, "\n"));
    }

    @Test
    void namesSettingsAndExamples() {
        TemplateDiff diff = diff(Templates.TICKET_TRIAGE
                .replace("key: ticket_id\n", "")
                .replace("temperature: 0", "temperature: 0.5")
                .replace("repairs: 2", "repairs: 3")
                .replace(
                        "examples:\n",
                        "examples:\n  - { input: {subject: A, body: B}, output: {team: bug, urgency: 1} }\n"));

        assertThat(diff.changes())
                .extracting(change -> {
                    Change.Value value = (Change.Value) change;
                    return value.part() + value.path() + " " + brief(value.from()) + " " + brief(value.to());
                })
                .containsExactly(
                        "key \"ticket_id\" null",
                        "examples[0] null {\"input\"",
                        "modeltemperature 0 0.5",
                        "repairs 2 3");
    }

    @Test
    @Timeout(120)
    void thousandsOfExamplesArePairedByPosition() {
        JobTemplate template = Templates.of(Templates.TICKET_TRIAGE);
        List<JobTemplate.Example> examples =
                new ArrayList<>(Collections.nCopies(20_000, template.examples().get(0)));
        JobTemplate from = template.with(examples);
        JobTemplate.Example other =
                new JobTemplate.Example(examples.get(0).input(), examples.get(0).input());
        examples.set(7, other);
        examples.add(other);

        assertThat(TemplateDiff.between(from, template.with(examples)).changes())
                .extracting(change -> ((Change.Value) change).path())
                .containsExactly("[7]", "[20000]");
    }

    private static String brief(@Nullable JsonNode value) {
        String text = String.valueOf(value);
        return text.substring(0, Math.min(text.length(), 11))
                .replaceAll(":$", "")
                .replaceAll("(\"input\").*", "$1");
    }

    @Test
    void thePiecesAreBothTexts() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            String from = text(random);
            String to = text(random);
            List<Piece> pieces = WordDiff.between(from, to);

            assertThat(join(pieces, Piece.Kind.ADDED)).as("%s -> %s", from, to).isEqualTo(from);
            assertThat(join(pieces, Piece.Kind.REMOVED))
                    .as("%s -> %s", from, to)
                    .isEqualTo(to);
        }
    }

    @Test
    @Timeout(120)
    void longTextsThatShareNothingAreToldApartInTime() {
        String from = "alpha ".repeat(150_000);
        String to = "beta\n".repeat(150_000);

        List<Piece> pieces = WordDiff.between(from, to);

        assertThat(join(pieces, Piece.Kind.ADDED)).isEqualTo(from);
        assertThat(join(WordDiff.between("a ".repeat(3_000), "b,".repeat(3_000)), Piece.Kind.REMOVED))
                .isEqualTo("b,".repeat(3_000));
    }

    private static TemplateDiff diff(String changed) {
        return TemplateDiff.between(Templates.of(Templates.TICKET_TRIAGE), Templates.of(changed));
    }

    private static String join(List<Piece> pieces, Piece.Kind without) {
        return pieces.stream()
                .filter(piece -> piece.kind() != without)
                .map(Piece::text)
                .collect(Collectors.joining());
    }

    private static String text(Random random) {
        List<String> words = List.of("a", "b", "ü", " ", "  ", "\n", ".", "😀", "a b ", "\t");
        return random.ints(random.nextInt(20), 0, words.size())
                .mapToObj(words::get)
                .collect(Collectors.joining());
    }
}
