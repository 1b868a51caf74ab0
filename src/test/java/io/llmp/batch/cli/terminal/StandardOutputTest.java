package io.llmp.batch.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class StandardOutputTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    @EnabledOnOs(OS.LINUX)
    void anOutputThatIsFullMakesASuccessAFailureWithWords() throws FileNotFoundException {
        StandardOutput full = new StandardOutput(new FileOutputStream("/dev/full"));
        new PrintStream(full, true, StandardCharsets.UTF_8).println("data");
        assertThat(conclude(full, ExitCode.OK)).isEqualTo(ExitCode.FAILED);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("No space left on device");
    }

    @Test
    void anotherExitCodeStays() {
        StandardOutput closed = failing("Bad file descriptor");
        assertThat(conclude(closed, ExitCode.INVALID)).isEqualTo(ExitCode.INVALID);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("Bad file descriptor");
    }

    @Test
    void aReaderThatHasLeftIsNoFailure() {
        assertThat(conclude(failing("Broken pipe"), ExitCode.OK)).isEqualTo(ExitCode.OK);
        assertThat(said.size()).isZero();
    }

    private static StandardOutput failing(String reason) {
        StandardOutput output = new StandardOutput(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        });
        new PrintStream(output, true, StandardCharsets.UTF_8).println("data");
        return output;
    }

    private int conclude(StandardOutput output, int code) {
        return output.conclude(code, new PrintStream(said, true, StandardCharsets.UTF_8));
    }
}
