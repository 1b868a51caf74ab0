package io.llmp.batch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.store.home.Access;
import io.llmp.batch.store.home.Holder;
import io.llmp.batch.store.home.ServedAddress;
import io.llmp.batch.store.outage.Outage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls to a process that has the database. */
@Timeout(300)
class AnsweringHolderTest {

    private static AnsweringHolder at(int port, Duration patience) {
        return new AnsweringHolder(
                new Holder(4711L, Access.HOLD), new ServedAddress(port, 4711L).url(), "secret", patience);
    }

    @Test
    void aProcessThatDoesNotAnswerIsNamed() throws IOException {
        // The operating system accepts the connection, as it does for a process that is suspended.
        try (ServerSocket suspended = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            AnsweringHolder holder = at(suspended.getLocalPort(), Duration.ofMillis(100));
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(holder::connect).isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ProblemException.Kind.IN_USE);
                    assertThat(e.problem()).contains("process 4711, which does not answer");
                    assertThat(e.remedy()).contains("kill -CONT 4711");
                });
            }
        }
    }

    @Test
    void aProcessThatHasEndedIsAnOutage() throws IOException {
        int free;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = closed.getLocalPort();
        }
        assertThatThrownBy(at(free, Duration.ofSeconds(50))::connect)
                .isInstanceOf(SQLException.class)
                .matches(Outage::isOne);
    }
}
