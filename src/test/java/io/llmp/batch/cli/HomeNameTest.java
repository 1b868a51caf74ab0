package io.llmp.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.cli.context.Application;
import io.llmp.batch.problem.ProblemException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomeNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"a;shutdown=true", "a${user.home}", "a%d", "a{}", "a\\b", "a\nb"})
    void refusesANameThatTheDatabaseOrTheLogWouldReadAsMore(String name) {
        assertThatThrownBy(() -> Application.usable(Path.of("/srv").resolve(name)))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ProblemException.Kind.INVALID);
                    assertThat(e.remedy()).contains("LLMP_HOME");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "größe", "#1", "a$b", "a,b", "a:b", "~x", "日本"})
    void takesAnyOther(String name) {
        assertThat(Application.usable(Path.of("/srv").resolve(name))).hasFileName(name);
    }
}
