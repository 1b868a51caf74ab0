package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lets a real bash complete, by the function that the script registers. */
@Timeout(300)
class CompletionIT {

    private static final String COMPLETE = """
            source "$1"
            complete_line() {
                read -ra COMP_WORDS <<< "$1"
                case $1 in *' ') COMP_WORDS+=("") ;; esac
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                COMPREPLY=()
                "$(complete -p llmp | sed 's/.*-F \\([^ ]*\\).*/\\1/')"
                echo "$1|${COMPREPLY[*]}"
            }
            complete_line 'llmp repo'
            complete_line 'llmp job ro'
            complete_line 'llmp runs --st'
            complete_line 'llmp runs --status '
            complete_line 'llmp completion z'
            """;

    @SessionDirectory
    Path directory;

    @Test
    void completesCommandsOptionsAndValues() throws Exception {
        assumeThat(Path.of("/bin/bash")).isExecutable();
        LlmpProcess llmp = new LlmpProcess(directory, Map.of());
        Path script = Samples.write(
                directory.resolve("llmp.bash"),
                llmp.session().run("completion", "bash").out());
        Path lines = Samples.write(directory.resolve("lines.bash"), COMPLETE);

        Process bash = new ProcessBuilder("/bin/bash", "--norc", lines.toString(), script.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(bash.waitFor()).as(said).isZero();
        assertThat(said)
                .contains("llmp repo|report\n")
                .contains("llmp job ro|rollback\n")
                .contains("llmp runs --st|--stale --status\n")
                .contains("llmp runs --status |RUNNING COMPLETED STOPPED PAUSED FAILED ABANDONED\n")
                .contains("llmp completion z|zsh\n");
        assertThat(Files.exists(llmp.home())).as("completion needs no home").isFalse();
    }
}
