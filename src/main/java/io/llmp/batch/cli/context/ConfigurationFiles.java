package io.llmp.batch.cli.context;

import io.llmp.batch.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.FileSystemResource;
import org.yaml.snakeyaml.constructor.DuplicateKeyException;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** The files of the configuration directory. */
final class ConfigurationFiles {

    private static final List<String> NAMES = List.of("application.yaml", "prices.yaml");

    private ConfigurationFiles() {}

    /** @throws ProblemException when nothing reads a key of a file */
    static void requireKnownKeys(ConfigurableEnvironment environment) {
        environment.getPropertySources().stream()
                .filter(OriginTrackedMapPropertySource.class::isInstance)
                .map(OriginTrackedMapPropertySource.class::cast)
                .forEach(ConfigurationFiles::requireKnownKeys);
    }

    private static void requireKnownKeys(OriginTrackedMapPropertySource source) {
        for (String key : source.getPropertyNames()) {
            // A group whose keys are all commented out is there, and empty.
            boolean empty = String.valueOf(source.getProperty(key)).isEmpty();
            if ((key + ".").startsWith(ConfigurationKeys.PREFIX) && !empty) {
                ConfigurationKeys.check(
                        key, SettingPlace.of(source.getOrigin(key)).prefix());
            }
        }
    }

    /** Returns what is wrong with the syntax of a file in {@code directory}, or else {@code e}. */
    static RuntimeException explain(RuntimeException e, Path directory) {
        if (e instanceof MarkedYAMLException) {
            for (String name : NAMES) {
                Path file = directory.resolve(name);
                if (Files.exists(file)) {
                    try {
                        new YamlPropertySourceLoader().load(name, new FileSystemResource(file));
                    } catch (MarkedYAMLException broken) {
                        return problem(file, broken);
                    } catch (IOException unreadable) {
                        return e;
                    }
                }
            }
        }
        return e;
    }

    private static ProblemException problem(Path file, MarkedYAMLException broken) {
        Mark mark = broken.getProblemMark();
        String place = file + (mark == null ? "" : ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1));
        return broken instanceof DuplicateKeyException
                ? ProblemException.invalid(place + ": This key is there twice.", "Remove one of the two.", broken)
                : ProblemException.invalid(
                        place + ": This is not YAML: " + broken.getProblem() + ".",
                        "Check the indentation, the quotes and the brackets before this place.",
                        broken);
    }
}
