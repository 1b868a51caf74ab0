package io.llmp.batch.starter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

/**
 * Puts the settings that the program comes with, and those that an application has in place of the program's commands, after
 * everything the application says. Only keys below {@code llmp} are taken.
 */
final class DefaultSettings implements ImportBeanDefinitionRegistrar, EnvironmentAware {

    /** Copied from the directory config when the jar is built. */
    private static final List<String> FILES = List.of("application.yaml", "prices.yaml");

    @Override
    public void setEnvironment(Environment environment) {
        MutablePropertySources sources = ((ConfigurableEnvironment) environment).getPropertySources();
        // Runs start at any time: the application holds the embedded database, as a run of the program does.
        sources.addLast(
                new MapPropertySource("settings of LLMP Batch in an application", Map.of("llmp.store.access", "hold")));
        FILES.forEach(file -> sources.addLast(read(file)));
    }

    private static PropertySource<?> read(String file) {
        Resource resource = new ClassPathResource(file, DefaultSettings.class);
        Map<String, Object> own = new TreeMap<>();
        try {
            for (PropertySource<?> document : new YamlPropertySourceLoader().load("llmp " + file, resource)) {
                ((Map<?, ?>) document.getSource()).forEach((key, value) -> put(own, (String) key, value));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new OriginTrackedMapPropertySource("llmp " + file, own, true);
    }

    private static void put(Map<String, Object> own, String key, Object value) {
        if (key.startsWith("llmp.")) {
            own.put(key, value);
        }
    }
}
