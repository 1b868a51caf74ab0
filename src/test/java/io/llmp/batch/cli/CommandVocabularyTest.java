package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.cli.terminal.CommandVocabulary;
import io.llmp.batch.problem.Operation;
import io.llmp.batch.problem.Setting;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** What messages name exists on the command line. */
class CommandVocabularyTest {

    @ParameterizedTest
    @EnumSource
    void wordsASettingAsAnOption(Setting setting) {
        String option = CommandVocabulary.INSTANCE.worded("" + setting);
        assertThat(commands(Llmp.commands()))
                .anyMatch(command -> command.getCommandSpec().findOption(option) != null);
        assertThat(CommandVocabulary.INSTANCE.worded(setting.to("x y"))).isEqualTo(option + " x y");
    }

    @ParameterizedTest
    @EnumSource
    void wordsAnOperationAsACommand(Operation operation) {
        String[] words =
                CommandVocabulary.INSTANCE.worded(operation.on("OBJECT")).split(" ");
        assertThat(words).startsWith("llmp");
        CommandLine command = Llmp.commands();
        for (int i = 1; i < words.length; i++) {
            CommandLine next = command.getSubcommands().get(words[i]);
            if (next == null) {
                String word = words[i];
                assertThat(word.equals("OBJECT")
                                || word.equals("SKIPPED")
                                || word.equals("FILE")
                                || command.getCommandSpec().findOption(word) != null)
                        .as(word)
                        .isTrue();
            } else {
                command = next;
            }
        }
        assertThat(command.<Object>getCommand()).as(String.join(" ", words)).isInstanceOf(Callable.class);
    }

    private static Stream<CommandLine> commands(CommandLine command) {
        return Stream.concat(
                Stream.of(command),
                command.getSubcommands().values().stream().flatMap(CommandVocabularyTest::commands));
    }
}
