package io.llmp.batch.llm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

/** The configurations that docs/providers.md shows. */
public final class ProviderDocs {

    private static final Pattern BLOCK =
            Pattern.compile("## ([^\n]+)\n(?:(?!\n## ).)*?```yaml\n(.*?)```", Pattern.DOTALL);

    private ProviderDocs() {}

    /** A configuration, under the heading that it has there. */
    public record Block(String title, String yaml) {

        Binder binder() {
            return ProviderDocs.binder(yaml);
        }

        /** Returns its one endpoint. */
        public Endpoint endpoint() {
            return binder().bind("llmp.providers", Bindable.mapOf(String.class, Endpoint.class))
                    .get()
                    .values()
                    .iterator()
                    .next();
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /** Returns all of them, in the order of the page. */
    public static List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        for (Matcher block = BLOCK.matcher(text()); block.find(); ) {
            blocks.add(new Block(block.group(1), block.group(2)));
        }
        return blocks;
    }

    static String text() {
        try {
            return Files.readString(Path.of("docs/providers.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Binder binder(String yaml) {
        StandardEnvironment environment = new StandardEnvironment();
        try {
            new YamlPropertySourceLoader()
                    .load("block", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
                    .forEach(environment.getPropertySources()::addFirst);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Binder.get(environment);
    }
}
