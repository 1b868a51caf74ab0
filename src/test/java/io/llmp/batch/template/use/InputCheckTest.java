package io.llmp.batch.template.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import io.llmp.batch.schema.Json;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.Templates;
import io.llmp.batch.template.use.InputCheck.Result;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class InputCheckTest {

    @ParameterizedTest(name = "{0} of {1} is {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "5           | {type: integer}                        | 5",
                "007         | {type: integer}                        | 7",
                "+7          | {type: integer}                        | 7",
                "^ 7 ^       | {type: integer}                        | 7",
                "1e3         | {type: integer}                        | 1000",
                "1.0         | {type: integer}                        | 1",
                "12345678901234567890 | {type: integer}               | 12345678901234567890",
                "5           | {type: number}                         | 5",
                "0.10        | {type: number}                         | 0.10",
                "-.5e-3      | {type: number}                         | -0.0005",
                "true        | {type: boolean}                        | true",
                "FALSE       | {type: boolean}                        | false",
                "5           | {type: string}                         | ^\"5\"^",
                "5           | {}                                     | ^\"5\"^",
                "5           | {type: [string, integer]}              | ^\"5\"^",
                "5           | {type: [integer, \"null\"]}            | 5",
                "5           | {anyOf: [{type: integer}, {type: \"null\"}]} | 5",
                "5           | {$ref: \"#/$defs/count\"}              | 5",
                "2           | {enum: [1, 2]}                         | 2",
                "2           | {enum: [1, \"2\"]}                     | ^\"2\"^",
                "null        | {enum: [a, null]}                      | null",
                "true        | {const: true}                          | true",
                "[1, 2.50]   | {type: array}                          | [1,2.50]",
                "{\"a\": {}} | {type: object}                         | {\"a\":{}}",
                "[1]         | {type: [array, string]}                | ^\"[1]\"^"
            })
    void textBecomesTheDeclaredType(String text, String schema, String value) {
        assertThat(valid(schema, text)).isEqualTo("{\"c\":" + value + "}");
    }

    @ParameterizedTest(name = "{0} is not {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "12abc   | {type: integer}          | Column 'c': '12abc' is not of type integer.",
                "1.5     | {type: integer}          | Column 'c': '1.5' is not of type integer.",
                "1e-3    | {type: integer}          | Column 'c': '1e-3' is not of type integer.",
                "1,000   | {type: integer}          | Column 'c': '1,000' is not of type integer.",
                "0x1F    | {type: integer}          | Column 'c': '0x1F' is not of type integer.",
                "٣       | {type: integer}          | Column 'c': '٣' is not of type integer.",
                "1e99999999 | {type: number}        | Column 'c': '1e99999999' is not of type number.",
                "NaN     | {type: number}           | Column 'c': 'NaN' is not of type number.",
                "yes     | {type: boolean}          | Column 'c': 'yes' is not of type boolean.",
                "1       | {type: boolean}          | Column 'c': '1' is not of type boolean.",
                "[1      | {type: array}            | Column 'c': '[1' is not of type array.",
                "{}      | {type: array}            | Column 'c': '{}' is not of type array.",
                "{\"a\":1,\"a\":2} | {type: object} | Column 'c': '{\"a\":1,\"a\":2}' is not of type object.",
                "^^      | {type: integer}          | Column 'c' is empty, but must be of type integer.",
                "9       | {type: integer, maximum: 5} | Column c: must have a maximum value of 5, but it is '9'.",
                "x       | {type: string, format: email} | Column c: does not match the email pattern must be a valid RFC 5321 Mailbox, but it is 'x'.",
                "[1]     | {type: array, items: {type: string}} | Column c[0]: integer found, string expected, but it is '1'.",
                "1e300   | {type: integer, maximum: 5} | Column c: must have a maximum value of 5, but it is '100000000000000000000000000000000000000…'."
            })
    void textThatIsNotWhollyOfTheTypeIsRefused(String text, String schema, String problem) {
        assertThat(invalid(schema, text)).isEqualTo(problem);
    }

    @ParameterizedTest(name = "empty {0} is {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{type: string}                  | {\"o\":\"\"}",
                "{}                              | {\"o\":\"\"}",
                "{type: [string, \"null\"]}      | {\"o\":null}",
                "{type: [integer, \"null\"]}     | {\"o\":null}",
                "{enum: [a, null]}               | {\"o\":null}",
                "{type: integer}                 | {}",
                "{type: array}                   | {}",
                "{type: string, format: email}   | {}",
                "{type: string, minLength: 1}    | {}",
                "{enum: [a, b]}                  | {}"
            })
    void anEmptyTextIsNullOrNothingWhereItIsNoValue(String schema, String row) {
        InputCheck check = new InputCheck(Templates.withInput("{c: {}, o: " + schema + "}", "[]"));

        assertThat(check.check(Templates.json("{`o`:``}"))).isEqualTo(new Result.Valid(Templates.json(row)));
    }

    @Test
    void typedValuesStayAsTheyAre() {
        InputCheck check = new InputCheck(Templates.withInput(
                "{n: {type: integer}, f: {type: number}, b: {type: boolean}, l: {type: array}, s: {type: string}, o: {type: integer}, p: {type: integer}}",
                "[n, p]"));
        ObjectNode typed = Templates.json("{`n`:5,`f`:0.10,`b`:true,`l`:[1],`s`:`x`,`o`:null,`p`:1.0}");

        assertThat(check.check(typed))
                .isEqualTo(new Result.Valid(Templates.json("{`n`:5,`f`:0.10,`b`:true,`l`:[1],`s`:`x`,`p`:1.0}")));
        assertThat(check.check(Templates.json("{`n`:true,`p`:1}")))
                .isEqualTo(new Result.Invalid("Column n: boolean found, integer expected, but it is 'true'."));
        assertThat(check.check(Templates.json("{`n`:null,`p`:1}")))
                .isEqualTo(new Result.Invalid("Column n: null found, integer expected, but it is 'null'."));
    }

    @Test
    void keepsTheSchemasPropertiesInItsOrderAndLeavesTheRowAlone() {
        InputCheck check = new InputCheck(
                Templates.of("{name: t, instruction: x, input: {type: object, additionalProperties: false,"
                        + " properties: {b: {type: integer}, a: {type: string}}}}"));
        ObjectNode row = Templates.json("{`z`:`1`,`a`:`2`,`b`:`3`}");

        Result.Valid valid = (Result.Valid) check.check(row);

        assertThat(Json.write(valid.input())).isEqualTo("{\"b\":3,\"a\":\"2\"}");
        assertThat(row).isEqualTo(Templates.json("{`z`:`1`,`a`:`2`,`b`:`3`}"));
    }

    @Test
    void namesMissingValuesAndStaysShort() {
        InputCheck check = new InputCheck(Templates.withInput(
                "{a: {type: string}, b: {type: integer}, c: {enum: [" + "x, ".repeat(200) + "y]}}", "[a, b]"));

        assertThat(((Result.Invalid) check.check(Templates.json("{`b`:`1`}"))).problem())
                .isEqualTo("Column 'a' has no value.");
        assertThat(((Result.Invalid) check.check(Templates.json("{`a`:`x`,`b`:`" + "9x".repeat(5000) + "`}")))
                        .problem())
                .hasSizeLessThan(120)
                .startsWith("Column 'b': '9x9x");
        assertThat(((Result.Invalid) check.check(Templates.json("{`a`:`x`,`b`:`1`,`c`:`q`}"))).problem())
                .hasSizeLessThanOrEqualTo(300);
    }

    @Test
    void columnsThatAreMissingAreNamedBeforeAnyRowIsRead() {
        InputCheck check = new InputCheck(Templates.of(Templates.TICKET_TRIAGE));

        assertThatCode(() -> check.requireColumns(List.of("body", "ticket_id", "subject", "more"), "t.csv"))
                .doesNotThrowAnyException();
        ProblemException e = catchThrowableOfType(
                ProblemException.class, () -> check.requireColumns(List.of("Subject", "ticketid", "body"), "t.csv"));
        assertThat(e.kind()).isEqualTo(ProblemException.Kind.INVALID);
        assertThat(e.problem())
                .isEqualTo("The input t.csv lacks the columns subject, ticket_id, which the template needs."
                        + " Its columns are: Subject, ticketid, body.");
        assertThat(e.remedy())
                .startsWith("Is column 'Subject' meant to be 'subject'? Is column 'ticketid' meant to be 'ticket_id'?");
    }

    @Test
    void aHeaderThatIsOneColumnNamesItsDelimiter() {
        InputCheck check = new InputCheck(Templates.withInput("{a: {}, b: {}}", "[a]"));

        assertThat(remedy(check, "a;b"))
                .startsWith("The file seems to use ';': add " + Setting.DELIMITER.to("';'") + ". Rename columns,");
        assertThat(remedy(check, "a\tb"))
                .startsWith("The file seems to use $'\\t': add " + Setting.DELIMITER.to("$'\\t'") + ".");
        assertThat(remedy(check, "ab")).startsWith("Rename columns,");
    }

    private static String remedy(InputCheck check, String column) {
        return catchThrowableOfType(ProblemException.class, () -> check.requireColumns(List.of(column), "t.csv"))
                .remedy();
    }

    @Test
    void anInputWithoutAnyOfThePropertiesIsRefusedEvenIfNoneIsRequired() {
        InputCheck check = new InputCheck(Templates.withInput("{a: {}, b: {}}", "[]"));

        assertThat(catchThrowableOfType(ProblemException.class, () -> check.requireColumns(List.of("x"), "t.csv"))
                        .problem())
                .contains("lacks the columns a, b");
        assertThatCode(() -> check.requireColumns(List.of("b"), "t.csv")).doesNotThrowAnyException();
    }

    private static String valid(String schema, String text) {
        return Json.write(((Result.Valid) check(schema, text)).input());
    }

    private static String invalid(String schema, String text) {
        return ((Result.Invalid) check(schema, text)).problem();
    }

    private static Result check(String schema, String text) {
        JobTemplate template =
                Templates.of("{name: t, instruction: x, input: {type: object, required: [c], properties: {c: " + schema
                        + "}, $defs: {count: {type: integer}}}}");
        return new InputCheck(template).check(Json.object().put("c", text));
    }
}
