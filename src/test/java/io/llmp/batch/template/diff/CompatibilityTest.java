package io.llmp.batch.template.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.Templates;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which changes of a schema concern rows and readers. */
class CompatibilityTest {

    private static final String REST = ", additionalProperties: false}";

    /** One property p, as it was and as it is; {@code -} where there is none, {@code !} before it where it is required. */
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    -                            | {type: string}               | compatible | compatible | added
                    -                            | !{type: string}              | breaking   | compatible | added
                    {type: string}               | -                            | compatible | breaking   | removed
                    {type: string}               | !{type: string}              | breaking   | compatible | required now
                    !{type: string}              | {type: string}               | compatible | breaking   | no longer required
                    {type: string}               | {type: integer}              | breaking   | breaking   | type string → integer
                    {type: [string, 'null']}     | {type: string}               | breaking   | compatible | type string or null → string
                    {type: string}               | {type: [string, 'null']}     | compatible | breaking   | type string → string or null
                    {type: number}               | {type: integer}              | breaking   | breaking   | type number → integer
                    {type: integer}              | {type: number}               | compatible | breaking   | type integer → number
                    {}                           | {type: string}               | breaking   | breaking   | type any → string
                    {enum: [a, b]}               | {enum: [a]}                  | breaking   | breaking   | value "b" removed
                    {enum: [a]}                  | {enum: [a, b]}               | compatible | breaking   | value "b" added
                    {type: string}               | {type: string, enum: [a]}    | breaking   | compatible | only "a" from now on
                    {type: string}               | {enum: [a]}                  | breaking   | compatible | only "a" from now on
                    {type: string, enum: [a]}    | {type: string}               | compatible | breaking   | no longer only "a"
                    {type: integer, minimum: 1}  | {type: integer, minimum: 2}  | breaking   | compatible | minimum 1 → 2
                    {type: integer, minimum: 2}  | {type: integer, minimum: 1}  | compatible | breaking   | minimum 2 → 1
                    {type: integer, maximum: 5}  | {type: integer, maximum: 9}  | compatible | breaking   | maximum 5 → 9
                    {type: string, maxLength: 9} | {type: string, maxLength: 5} | breaking   | compatible | maxLength 9 → 5
                    {type: string}               | {type: string, maxLength: 5} | breaking   | compatible | maxLength none → 5
                    {type: string, maxLength: 5} | {type: string}               | compatible | breaking   | maxLength 5 → none
                    {type: string}               | {type: string, format: date} | breaking   | compatible | format none → "date"
                    {type: string, format: date} | {type: string, format: time} | breaking   | breaking   | format "date" → "time"
                    {type: string}               | {type: string, title: T}     | compatible | compatible | title none → "T"
                    """)
    void aPropertyThatChanges(String from, String to, String input, String output, String message) {
        assertChange(changes("input", from, to), input, message);
        assertChange(changes("output", from, to), output, message);
    }

    private static void assertChange(List<Change.Schema> changes, String compatibility, String message) {
        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.path()).isEqualTo("p");
            assertThat(change.message()).startsWith(message);
            assertThat(change.compatibility())
                    .as(change.toString())
                    .hasToString(compatibility.toUpperCase(Locale.ROOT));
        });
    }

    private static List<Change.Schema> changes(String part, String from, String to) {
        return TemplateDiff.between(template(part, from), template(part, to)).schemas();
    }

    private static JobTemplate template(String part, String property) {
        boolean required = property.startsWith("!");
        String schema = "{type: object, properties: {q: {type: string}"
                + (property.equals("-") ? "" : ", p: " + property.substring(required ? 1 : 0)) + "}"
                + (required ? ", required: [p]" : "") + REST;
        String other = "{type: object, properties: {q: {type: string}}}";
        return Templates.of("{name: t, instruction: Do it., input: " + (part.equals("input") ? schema : other)
                + ", output: " + (part.equals("output") ? schema : other) + "}");
    }

    @Test
    void looksIntoNestedSchemasAndThroughReferences() {
        JobTemplate from = output("{items: {type: array, items: {$ref: '#/$defs/item'}}}, $defs: {item: {type: object,"
                + " properties: {price: {type: number}, next: {$ref: '#/$defs/item'}}}}");
        JobTemplate to = output("{items: {type: array, items: {type: object,"
                + " properties: {price: {type: string}, next: {$ref: '#/$defs/item'}}}}},"
                + " $defs: {item: {type: object, properties: {price: {type: number}, next: {$ref: '#/$defs/item'}}}}");

        assertThat(TemplateDiff.between(from, to).schemas())
                .extracting(Change.Schema::path)
                .containsExactly("items[].price");
    }

    @Test
    void whatOnlyReadsDifferentlyIsNoChangeOfMeaning() {
        JobTemplate from = output("{a: {type: integer, minimum: 1.0}, b: {}}");
        JobTemplate to = output("{b: {}, a: {minimum: 1, type: integer}}");
        JobTemplate reordered = output("{a: {type: integer, minimum: 1}, b: {}}, required: [b, a]");
        JobTemplate ordered = output("{a: {type: integer, minimum: 1}, b: {}}, required: [a, b]");

        assertThat(TemplateDiff.between(from, to).changes()).isEmpty();
        assertThat(TemplateDiff.between(reordered, ordered).breaking()).isZero();
        assertThat(TemplateDiff.between(reordered, ordered).schemas())
                .extracting(Change.Schema::message)
                .containsExactly("written differently, to the same effect");
    }

    @Test
    void givingUpTheOutputSchemaBreaksReaders() {
        JobTemplate schema = output("{a: {}}");
        JobTemplate text = Templates.of("{name: t, instruction: Do it., input: {type: object, properties: {q: {}}}}");

        assertThat(TemplateDiff.between(schema, text).breaking()).isEqualTo(1);
        assertThat(TemplateDiff.between(text, schema).breaking()).isEqualTo(1);
    }

    private static JobTemplate output(String properties) {
        return Templates.of("{name: t, instruction: Do it., input: {type: object, properties: {q: {}}},"
                + " output: {type: object, properties: " + properties + "}}");
    }

    @Test
    @Timeout(120)
    void aChangeInABillionPlacesIsNotListedABillionTimes() {
        List<Change.Schema> changes =
                TemplateDiff.between(doubling("string"), doubling("integer")).schemas();

        assertThat(changes).hasSizeBetween(1000, 1100);
        assertThat(changes.get(changes.size() - 1).message()).startsWith("and more than is listed here");
        assertThat(TemplateDiff.between(doubling("string"), doubling("string, title: T"))
                        .schemas())
                .allMatch(change ->
                        change.message().startsWith("title") || change.message().startsWith("and more"));
    }

    /** A schema in which each of thirty definitions uses the next one twice. */
    private static JobTemplate doubling(String last) {
        StringBuilder schema = new StringBuilder("{r: {$ref: '#/$defs/a0'}}, $defs: {");
        for (int i = 0; i < 30; i++) {
            String next = "{$ref: '#/$defs/a" + (i + 1) + "'}";
            schema.append("a" + i + ": {type: object, properties: {p: " + next + ", q: " + next + "}}, ");
        }
        return output(schema + "a30: {type: " + last + "}}");
    }
}
