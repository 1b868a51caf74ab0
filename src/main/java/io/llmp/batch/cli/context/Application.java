package io.llmp.batch.cli.context;

import io.llmp.batch.cli.terminal.LogTrouble;
import io.llmp.batch.cli.terminal.Terminal;
import io.llmp.batch.cli.terminal.Verbosity;
import io.llmp.batch.problem.FileTrouble;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.store.home.PrivateHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** The Spring context behind a command: its configuration, and as many parts as the command needs. */
public final class Application implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private Application(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Opens what reading commands need: the stores and formats, no Spring Batch. */
    public static Application forReading() {
        return open(ApplicationContexts.Reading.class, Map.of(), true);
    }

    /**
     * Opens what a run needs.
     *
     * @param settings configuration that goes before all other, by key
     */
    public static Application forRunning(Map<String, String> settings) {
        Map<String, String> holding = new LinkedHashMap<>(settings);
        holding.put("llmp.store.access", "hold");
        return open(ApplicationContexts.Running.class, holding, false);
    }

    /**
     * Opens what it takes to ask a model outside of a run, beside a run that may be working.
     *
     * @param settings configuration that goes before all other, by key
     */
    public static Application forAsking(Map<String, String> settings) {
        return open(ApplicationContexts.Running.class, settings, false);
    }

    /** Opens the database alone, whatever its schema. */
    public static Application forStore() {
        return open(ApplicationContexts.Storing.class, Map.of("llmp.store.any-schema", "true"), true);
    }

    /** Opens the simulator alone, without a database. */
    public static Application forSimulating(Map<String, String> settings) {
        return open(ApplicationContexts.Simulating.class, settings, false);
    }

    /** @param reads whether a home that cannot be written is enough */
    private static Application open(Class<?> parts, Map<String, String> settings, boolean reads) {
        Map<String, String> log = openLog(reads) ? Map.of() : Map.of("llmp.log.format", "none");
        SpringApplication application = new SpringApplication(parts);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setDefaultProperties(Map.of("logging.config", "classpath:io/llmp/batch/cli/logback.xml"));
        // Signals are the run command's business: a hook of Spring's would close the database under a run.
        application.setRegisterShutdownHook(false);
        application.addInitializers(context -> ConfigurationFiles.requireKnownKeys(context.getEnvironment()));
        Stream<String> own =
                Stream.of("--spring.config.location=file:" + configuration() + "/", "--llmp.store.home=" + home());
        Stream<String> given = Stream.of(Verbosity.settings(), settings, log)
                .flatMap(some -> some.entrySet().stream())
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue());
        SilentReporter.silence();
        try {
            Application opened =
                    new Application(application.run(Stream.concat(own, given).toArray(String[]::new)));
            LogTrouble.sayOnce(Terminal.err());
            PrivateHome.close(home().toAbsolutePath());
            return opened;
        } catch (RuntimeException e) {
            ProblemException problem = Misconfiguration.in(e);
            throw problem == null ? ConfigurationFiles.explain(e, configuration()) : problem;
        }
    }

    /** Where the database and the logs are. */
    public static Path home() {
        String home = System.getenv("LLMP_HOME");
        return usable(Path.of(home == null || home.isBlank() ? ".llmp" : home));
    }

    /**
     * Returns {@code home} when its whole path has no character that means something in the address of the database or in
     * the configuration of the log.
     */
    public static Path usable(Path home) {
        String path = home.toAbsolutePath().toString();
        if (path.chars().anyMatch(c -> c < ' ' || ";%{}\\".indexOf(c) >= 0)) {
            throw ProblemException.invalid(
                    "LLMP_HOME " + path + " has one of the characters ; % { } \\ or a control character in its path.",
                    "Set LLMP_HOME to a directory whose path has none of them.");
        }
        return home;
    }

    /**
     * Opens the log once, since Spring Boot ends with a screenful when it can't.
     *
     * @param reads whether a home that cannot be written is enough
     * @return whether there is a log; not in a home that cannot be written
     */
    private static boolean openLog(boolean reads) {
        Path directory = home().resolve("logs").toAbsolutePath();
        Path log = directory.resolve("llmp.log");
        try {
            PrivateHome.close(home().toAbsolutePath());
            Files.createDirectories(directory);
            Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
            return true;
        } catch (IOException e) {
            Path home = home().toAbsolutePath();
            if (reads
                    && Files.isDirectory(home)
                    && !Files.isWritable(Files.isDirectory(directory) ? directory : home)) {
                return false;
            }
            throw ProblemException.failed(
                    "The log " + log + " cannot be written: " + FileTrouble.words(e) + ".",
                    "Make its directory writable, or set LLMP_HOME to one that is.",
                    e);
        }
    }

    private static Path configuration() {
        String own = System.getenv("LLMP_CONFIG");
        Path directory = Path.of(own == null || own.isBlank() ? System.getProperty("llmp.config", "config") : own);
        if (!Files.isReadable(directory.resolve("application.yaml"))) {
            throw ProblemException.invalid(
                    "The configuration " + directory.resolve("application.yaml") + " cannot be read.",
                    "Set LLMP_CONFIG to the directory that holds it, or unset it.");
        }
        return directory.toAbsolutePath();
    }

    public <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
        PrivateHome.close(home().toAbsolutePath());
    }
}
