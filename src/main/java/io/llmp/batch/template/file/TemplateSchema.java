package io.llmp.batch.template.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The JSON Schema 2020-12 of template files, for editors: keys, types, bounds and the shape of schemas. What it takes may
 * still be refused by {@link TemplateFile}, for what one place says about another; what it refuses is always refused.
 */
public final class TemplateSchema {

    private static final String RESOURCE = "job-template.schema.json";

    private TemplateSchema() {}

    /** Returns the schema as JSON text with layout. */
    public static String text() {
        try (InputStream in = TemplateSchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its resource " + RESOURCE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
