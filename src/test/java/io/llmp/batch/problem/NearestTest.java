package io.llmp.batch.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

    @Test
    void findsWhatASlipOfTheFingerHides() {
        List<String> names = List.of("subject", "body", "ticket_id", "Prompt");

        assertThat(Nearest.to("subjcet", names)).contains("subject");
        assertThat(Nearest.to("ticketId", names)).contains("ticket_id");
        assertThat(Nearest.to("PROMPT", names)).contains("Prompt");
        assertThat(Nearest.to("bdy", names)).contains("body");
    }

    @Test
    void doesNotGuess() {
        assertThat(Nearest.to("colour", List.of("subject", "body"))).isEmpty();
        assertThat(Nearest.to("id", List.of("of", "by"))).isEmpty();
        assertThat(Nearest.to("", List.of("a"))).isEmpty();
    }
}
