package io.llmp.batch.input.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The Parquet libraries are loaded when a Parquet file is touched, not when the application starts. */
class ParquetLoadingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.llmp.batch.input.parquet.ParquetInputConfiguration",
                "io.llmp.batch.export.parquet.ParquetResultConfiguration"
            })
    void startsWithoutTheParquetLibraries(String configuration) throws Exception {
        WatchedLoader loader = new WatchedLoader();
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.setClassLoader(loader);
            context.register(loader.loadClass(configuration));
            context.refresh();
            Object format = context.getBean(
                    configuration.contains("input") ? "llmpParquetInputFormat" : "llmpParquetResultFormat");
            assertThat(format.getClass().getClassLoader()).isSameAs(loader);
            assertThat(format.getClass().getDeclaredMethods()).isNotEmpty();
        }
        assertThat(loader.loaded).isNotEmpty().allMatch(name -> name.startsWith("io.llmp.batch."));
    }

    /** Defines our classes itself, so that all they need is asked of it. */
    private static final class WatchedLoader extends ClassLoader {

        final TreeSet<String> loaded = new TreeSet<>();

        WatchedLoader() {
            super(ParquetLoadingTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            boolean watched = name.startsWith("io.llmp.")
                    || name.startsWith("org.apache.parquet.")
                    || name.startsWith("org.apache.hadoop.")
                    || name.startsWith("org.apache.avro.");
            if (watched) {
                loaded.add(name);
            }
            if (!name.startsWith("io.llmp.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known == null ? define(name) : known;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
