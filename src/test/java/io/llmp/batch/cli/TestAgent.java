package io.llmp.batch.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Adds classes of the tests to a program that {@code scripts/llmp} starts, with its own class path and its archive of
 * classes: {@link FaultPoint}, and those of {@link SharedProgram}, which run instead of the program when the agent is started so.
 */
public final class TestAgent {

    static final String SESSION = "session";

    private static final List<String> ENTRIES = List.of(
            "META-INF/spring.factories",
            path("TestAgent"),
            path("FaultPoint"),
            path("FaultPoint$Trap"),
            path("CommandHost"),
            path("ProcessState"));

    private TestAgent() {}

    /** Called by the JVM before the program begins. */
    public static void premain(String kind) throws IOException {
        if (SESSION.equals(kind)) {
            CommandHost.serve();
        }
    }

    /** Returns the option of the JVM for an agent of a kind. */
    static String option(String kind) {
        return "-javaagent:" + Jar.FILE + "=" + kind;
    }

    private static String path(String type) {
        return "io/llmp/batch/cli/" + type + ".class";
    }

    /** Made once for all programs that a JVM starts. */
    private static final class Jar {

        static final Path FILE = make();

        private static Path make() {
            try {
                Path file = Files.createTempFile("llmp-test-agent", ".jar");
                file.toFile().deleteOnExit();
                Manifest manifest = new Manifest();
                manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
                manifest.getMainAttributes().putValue("Premain-Class", TestAgent.class.getName());
                try (OutputStream out = Files.newOutputStream(file);
                        JarOutputStream jar = new JarOutputStream(out, manifest)) {
                    for (String entry : ENTRIES) {
                        jar.putNextEntry(new JarEntry(entry));
                        copy(entry, jar);
                    }
                }
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void copy(String entry, OutputStream to) throws IOException {
            try (InputStream from = TestAgent.class.getResourceAsStream("/" + entry)) {
                if (from == null) {
                    throw new IllegalStateException("not among the test classes: " + entry);
                }
                from.transferTo(to);
            }
        }
    }
}
