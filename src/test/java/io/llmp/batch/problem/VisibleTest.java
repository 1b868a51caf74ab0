package io.llmp.batch.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTest {

    @Test
    void showsWhatWouldControlATerminalOrReorderALine() {
        assertThat(Visible.of("a\u001b[2Jb\rc\u009bd\u202ee\u007f"))
                .isEqualTo("a\\u001b[2Jb\\u000dc\\u009bd\\u202ee\\u007f");
    }

    @Test
    void leavesOtherTextAlone() {
        String text = "Größe\t100 €\n日本 \uD83D\uDE00 \\u001b";
        assertThat(Visible.of(text)).isSameAs(text);
    }

    @Test
    void noLineOfAStrangerBeginsLikeOneOfOurs() {
        assertThat(Visible.indented("Bad key\nllmp: run complete\r\n  Pay again")
                        .lines())
                .allSatisfy(line -> assertThat(line.equals("Bad key") || line.startsWith("    "))
                        .isTrue());
    }
}
