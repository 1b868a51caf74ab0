package io.llmp.batch.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.cli.Screen;
import io.llmp.batch.run.control.RunProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.terminal.Size;
import org.junit.jupiter.api.Test;

class LiveOutletTest {

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final Screen screen = new Screen();
    private Size size = new Size(100, 24);
    private final LiveOutlet outlet = new LiveOutlet(new PrintStream(sent, true, StandardCharsets.UTF_8), () -> size);

    @Test
    void drawsALookInThePlaceOfTheOneBefore() {
        outlet.show(Looks.at(500, Looks.BUSY));
        outlet.show(Looks.at(1000, Looks.BUSY));
        assertThat(shown())
                .containsExactly(
                        "triage@3  [#############-------------]  50 %  1,000 of 2,000 rows  100.0 rows/s  10.0 s left",
                        "calls    62 of 64 in flight, 97 % of requests/min, 41 % of tokens/min",
                        "waiting  180 calls queued (all 64 slots busy)",
                        "rows     994 answered, 0 reused, 6 skipped (4 INVALID_OUTPUT, 2 MALFORMED_ROW)",
                        "cost     $10.0000 so far, about $20.0000 in total");
    }

    @Test
    void leavesNothingOfALongerLook() {
        outlet.show(Looks.at(500, Looks.BUSY));
        outlet.show(Looks.at(RunProgress.Phase.EXPORTING, 2000, Looks.BUSY));
        assertThat(shown()).hasSize(3).first().asString().endsWith("2,000 of 2,000 rows, writing the output");
    }

    @Test
    void whatIsSaidStaysAboveIt() {
        outlet.say("run abc begins");
        outlet.show(Looks.at(500, Looks.BUSY));
        outlet.say("warning: the disk is nearly full");
        assertThat(shown())
                .startsWith("llmp: run abc begins", "llmp: warning: the disk is nearly full")
                .hasSize(7);
    }

    @Test
    void leavesOnlyWhatWasSaidWhenItIsClosed() {
        outlet.say("run abc begins");
        outlet.show(Looks.at(500, Looks.BUSY));
        outlet.close();
        outlet.show(Looks.at(600, Looks.BUSY));
        assertThat(shown()).containsExactly("llmp: run abc begins");
    }

    @Test
    void aKeyThatIsEchoedSpoilsNoLaterLook() {
        outlet.show(Looks.at(500, Looks.BUSY));
        List<String> before = shown();
        screen.send("^C");
        outlet.show(Looks.at(500, Looks.BUSY));
        assertThat(shown()).isEqualTo(before);
    }

    @Test
    void fitsIntoAnyTerminal() {
        size = new Size(40, 3);
        outlet.show(Looks.at(500, Looks.BUSY));
        assertThat(shown()).hasSize(2).allSatisfy(line -> assertThat(line).hasSizeLessThan(40));
        size = new Size(1, 1);
        outlet.show(Looks.at(500, Looks.BUSY));
        size = new Size(100, 24);
        outlet.show(Looks.at(500, Looks.BUSY));
        assertThat(shown()).hasSize(5);
    }

    private List<String> shown() {
        screen.send(sent.toString(StandardCharsets.UTF_8));
        sent.reset();
        return screen.lines();
    }
}
