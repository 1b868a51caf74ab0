package io.llmp.batch.cli;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * What the commands of one process would share, put back before each to what a process of its own would begin with:
 * environment variables and system properties. The JVM has to open {@code java.lang} and {@code java.util}.
 */
final class ProcessState {

    private final Map<String, String> variables = Map.copyOf(System.getenv());
    private final Properties properties = (Properties) System.getProperties().clone();

    /** Sets the state of a new process with {@code environment} beside the variables that this one was started with. */
    void reset(Map<String, String> environment) {
        System.setProperties((Properties) properties.clone());
        Map<String, String> environ = environ();
        List.copyOf(environ.keySet()).forEach(environ::remove);
        environ.putAll(variables);
        environ.putAll(environment);
    }

    /** The variables of this process, which {@link System#getenv()} shows without letting anybody change them. */
    @SuppressWarnings("unchecked")
    private static Map<String, String> environ() {
        try {
            Field map = Class.forName("java.util.Collections$UnmodifiableMap").getDeclaredField("m");
            map.setAccessible(true);
            return (Map<String, String>) map.get(System.getenv());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
