package io.llmp.batch.schema;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import io.llmp.batch.template.file.SchemaReview;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A JSON Schema 2020-12 made ready once and used for every row. {@code format} is asserted, nothing is ever fetched, and
 * the messages are English whatever the machine's locale. Safe for use by many threads.
 */
public final class CompiledSchema {

    /** The identifier of the dialect of all schemas. */
    public static final String DIALECT_ID = "https://json-schema.org/draft/2020-12/schema";

    /** Without the library's warning about every keyword it does not know; {@link SchemaReview} has let only notes pass. */
    private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
            .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
            .build();

    private static final int MOST_VIOLATIONS = 100;

    private final Schema schema;

    /**
     * One rule that a value breaks.
     *
     * @param pointer JSON pointer to the value
     * @param keyword the schema's keyword for the rule, empty when none could be applied
     * @param property the member that is missing or should not be there, or null when the value itself is wrong
     * @param value the value, or null when it is not known
     * @param message what is wrong, without the place
     * @param rule what the schema says under the keyword, or null when none could be applied
     */
    public record Violation(
            String pointer,
            String keyword,
            @Nullable String property,
            @Nullable JsonNode value,
            String message,
            @Nullable JsonNode rule) {

        /** The message behind the place as people and models write it: {@code items[2].price: must be …}. */
        public String sentence() {
            if (pointer.isEmpty()) {
                return message;
            }
            String path = pointer.replaceAll("/(\\d+)(?=/|$)", "[$1]").replace('/', '.');
            return path.substring(path.startsWith(".") ? 1 : 0)
                            .replace("~1", "/")
                            .replace("~0", "~") + ": " + message;
        }
    }

    private CompiledSchema(Schema schema) {
        this.schema = schema;
        schema.initializeValidators();
    }

    /**
     * Makes {@code schema} ready.
     *
     * @throws SchemaException when it cannot be used, such as for a reference to nowhere
     */
    public static CompiledSchema of(JsonNode schema) {
        // A registry of its own: the registry's cache would keep every schema, and mix up two with the same $id.
        return new CompiledSchema(registry().getSchema(schema));
    }

    /** Returns what a schema itself has to satisfy. */
    public static CompiledSchema meta() {
        return Meta.SCHEMA;
    }

    /** Loaded when a template is applied, not when a run starts. */
    private static final class Meta {
        static final CompiledSchema SCHEMA = new CompiledSchema(registry().getSchema(SchemaLocation.of(DIALECT_ID)));
    }

    /** Returns the rules that {@code value} breaks, the first hundred of them; none when it is valid. */
    public List<Violation> validate(JsonNode value) {
        try {
            return schema.validate(value).stream()
                    .limit(MOST_VIOLATIONS)
                    .map(CompiledSchema::violation)
                    .toList();
        } catch (RuntimeException | StackOverflowError e) {
            // Numbers beyond a long under an integer bound, and references that go round in circles.
            return List.of(
                    new Violation("", "", null, null, "a value is too large or too deeply nested to be checked", null));
        }
    }

    private static Violation violation(Error error) {
        String message = Objects.requireNonNullElse(error.getMessage(), "is invalid");
        String pointer = error.getInstanceLocation().toString();
        String keyword = Objects.requireNonNullElse(error.getKeyword(), "");
        return new Violation(
                pointer, keyword, error.getProperty(), error.getInstanceNode(), message, error.getSchemaNode());
    }

    private static SchemaRegistry registry() {
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .formatAssertionsEnabled(true)
                .locale(Locale.ROOT)
                .regularExpressionFactory(BoundedRegex::new)
                .build();
        return SchemaRegistry.withDialect(DIALECT, builder -> builder.schemaRegistryConfig(config));
    }
}
