package io.llmp.batch.template.use;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.schema.Json;
import io.llmp.batch.template.Templates;
import io.llmp.batch.template.use.AnswerCheck.Result;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerCheckTest {

    private final AnswerCheck check = new AnswerCheck(Templates.of(Templates.TICKET_TRIAGE));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{`urgency`:4,`team`:`bug`}",
                "  \n{ `urgency` : 4, `team` : `bug` }\n ",
                "```json\n{`urgency`:4,`team`:`bug`}\n```",
                "```\n{`urgency`:4,`team`:`bug`}\n```\n",
                "``` JSON\n{`urgency`:4,`team`:`bug`}```",
                "```{`urgency`:4,`team`:`bug`}```",
                "{`team`:`bug`,`urgency`:4} and more",
                "{`team`:`bug`,`urgency`:4,}",
                "Sure! {`team`:`bug`,`urgency`:4}",
                "Here is the answer:\n```json\n{`team`:`bug`,`urgency`:4}\n```\nHope that helps [1].",
                "{`team`:`bug`,`urgency`:4}\n\nWhy: it crashes, see \"log\".",
                "{`team`:`bug`,`urgency`:4}\n\nHope this helps! {smile}",
                "{`team`:`bug`,`urgency`:4}{}",
                "You gave me {`subject`:`x`}, so: {`team`:`bug`,`urgency`:4}",
                "\ufeff{`team`:`bug`,`urgency`:4}",
                "<think>\nThe user is angry.\n</think>\n\n{`team`:`bug`,`urgency`:4}",
                "<think>{`team`:`sales`,`urgency`:1}? No, {`team`:`sales`,`urgency`:2}.</think>{`team`:`bug`,`urgency`:4}",
                "The object {team} it is.\n</think>\n{`team`:`bug`,`urgency`:4}",
                "<THINKING>a</THINKING> hm <reasoning>{b}</reasoning> ```json\n{`team`:`bug`,`urgency`:4}\n```",
                "<seed:think>a</seed:think>{`team`:`bug`,`urgency`:4} {smile}",
                "◁think▷a◁/think▷{`team`:`bug`,`urgency`:4}"
            })
    void readsOneObjectWithinWhiteSpaceAFenceOrWords(String content) {
        Result result = check.check(content.replaceAll("(?<!`)`(?!`)", "\""));

        assertThat(result).isInstanceOf(Result.Valid.class);
        assertThat(Json.write(((Result.Valid) result).answer())).isEqualTo("{\"team\":\"bug\",\"urgency\":4}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "bug",
                "{",
                "{`team`:`bug`,`urgency`:4",
                "<think>{`team`:`bug`,`urgency`:4}",
                "<think>Is it {`team`:`bug`,`urgency`:4}?</think>",
                "<think>a</think> <think>{`team`:`bug`,`urgency`:4}",
                "{`team`:`bug`,`urgency`:4} </think> no answer",
                "[{`team`:`bug`,`urgency`:4},{`team`:`sales`,`urgency`:4}]",
                "Either {`team`:`bug`,`urgency`:4} or {`team`:`sales`,`urgency`:4}",
                "Sure: [{`team`:`bug`,`urgency`:4}, 1]",
                "[{`team`:`bug`,`urgency`:4}",
                "[1, {`team`:`bug`,`urgency`:4}",
                "{`a`:{`team`:`bug`,`urgency`:4}",
                "`{team`: {`team`:`bug`,`urgency`:4}",
                "I cannot do that.",
                "{`team`:`bug`,`team`:`sales`,`urgency`:4}",
                "`bug`",
                "null",
                "{'team':'bug'}",
                "{`team`:`bug`,`urgency`:NaN}",
                "```json",
                "``````"
            })
    void refusesWhatIsNotOneObject(String content) {
        assertThat(problem(check, content.replaceAll("(?<!`)`(?!`)", "\"")))
                .startsWith("The answer ")
                .hasSizeLessThan(1000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{`team`:`bug`,`urgency`:4}]",
                "`{^`team^`:^`bug^`,^`urgency^`:4}`",
                "```json\n[{`team`:`bug`,`urgency`:4}]\n```"
            })
    void takesAnObjectOutOfAListOfItsOwnAndOfAString(String content) {
        Result result = check.check(content.replace("^`", "\\\"").replaceAll("(?<!`)`(?!`)", "\""));
        assertThat(result).isInstanceOfSatisfying(Result.Valid.class, valid -> {
            assertThat(Json.write(valid.answer())).isEqualTo("{\"team\":\"bug\",\"urgency\":4}");
            assertThat(valid.repaired()).isTrue();
        });
    }

    @Test
    void aValueMaySpeakOfThinking() {
        AnswerCheck text = new AnswerCheck(Templates.withOutput("{t: {type: string}}", ""));
        for (String words : List.of("", "Here: ")) {
            assertThat(text.check(words + "{\"t\":\"a </think> {b}\"}"))
                    .isEqualTo(new Result.Valid(Templates.json("{`t`:`a </think> {b}`}")));
        }
        assertThat(text.check("<think>x</think>{\"t\":\"a </think> b\"}"))
                .isEqualTo(new Result.Valid(Templates.json("{`t`:`a </think> b`}")));
    }

    @Test
    void saysWhatTheModelHasToMend() {
        assertThat(problem(check, "{\"team\":\"hr\",\"urgency\":\"high\",\"why\":\"x\"}"))
                .isEqualTo(
                        "The answer does not satisfy the JSON Schema: team: does not have a value in the enumeration"
                                + " [\"billing\", \"access\", \"bug\", \"sales\"]; urgency: string found, integer expected;"
                                + " property 'why' is not defined in the schema and the schema does not allow additional properties.");
        assertThat(problem(check, "{\"team\":\"bug\"}"))
                .isEqualTo("The answer does not satisfy the JSON Schema: required property 'urgency' not found.");
        assertThat(problem(check, "{\"team\": nope}"))
                .isEqualTo(
                        "The answer must be one JSON object and nothing else, but reading it failed at line 1, column 10:"
                                + " Unrecognized token 'nope': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')");
        assertThat(problem(check, "[]")).isEqualTo("The answer must be one JSON object, but it is of type array.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"team\":\"Bug\",\"urgency\":4} | {\"team\":\"bug\",\"urgency\":4}",
                "{\"team\":\" SALES \",\"urgency\":\"4\"} | {\"team\":\"sales\",\"urgency\":4}",
                "{\"team\":\"bug\",\"urgency\":\" 5.0 \"} | {\"team\":\"bug\",\"urgency\":5.0}"
            })
    void mendsWhatIsOnlySpeltOtherwise(String content, String mended) {
        assertThat(check.check(content)).isInstanceOfSatisfying(Result.Valid.class, valid -> {
            assertThat(Json.write(valid.answer())).isEqualTo(mended);
            assertThat(valid.repaired()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"team\":\"bugs\",\"urgency\":4}",
                "{\"team\":\"bug\",\"urgency\":\"four\"}",
                "{\"team\":\"bug\",\"urgency\":\"9\"}",
                "{\"team\":\"bug\",\"urgency\":\"4.5\"}",
                "{\"team\":\"bug\",\"urgency\":true}",
                "{\"team\":\"bug\",\"urgency\":null}",
                "{\"team\":null,\"urgency\":4}",
                "{\"team\":\"BUG\",\"urgency\":0}"
            })
    void mendsNothingItWouldHaveToGuess(String content) {
        assertThat(check.check(content)).isInstanceOf(Result.Invalid.class);
    }

    @Test
    void mendsPartsOfListsAndOfAlternatives() {
        AnswerCheck nested = new AnswerCheck(Templates.withOutput(
                "{l: {type: array, items: {type: integer}}, b: {type: boolean}, p: {const: Yes},"
                        + " s: {enum: [a, A]}, a~/b: {anyOf: [{type: object, required: [n], properties: {n: {type: number}}}]}}",
                ""));

        assertThat(nested.check("{\"l\":[\"1\",2,\"-3\"],\"b\":\"True\",\"p\":\"YES\",\"a~/b\":{\"n\":\"0.10\"}}"))
                .isEqualTo(
                        new Result.Valid(Templates.json("{`l`:[1,2,-3],`b`:true,`p`:`Yes`,`a~/b`:{`n`:0.10}}"), true));
        assertThat(nested.check("{\"s\":\"a\"}")).isEqualTo(new Result.Valid(Templates.json("{`s`:`a`}")));
        assertThat(problem(nested, "{\"l\":[null]}")).contains("l[0]");
    }

    @Test
    void aNullForWhatMayLackIsNothing() {
        AnswerCheck optional = new AnswerCheck(
                Templates.withOutput("{a: {type: string}, b: {type: [string, 'null']}, c: {enum: [x]}}", ""));

        assertThat(optional.check("{\"a\":null,\"b\":null,\"c\":null}"))
                .isEqualTo(new Result.Valid(Templates.json("{`b`:null}"), false));
    }

    @Test
    void speaksEnglishEverywhere() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(problem(new AnswerCheck(Templates.of(Templates.TICKET_TRIAGE)), "{\"team\":\"bug\"}"))
                    .contains("required property 'urgency' not found");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void assertsFormats() {
        AnswerCheck formats = new AnswerCheck(Templates.withOutput("{d: {type: string, format: date}}", ""));

        assertThat(formats.check("{\"d\":\"2024-02-29\"}")).isInstanceOf(Result.Valid.class);
        assertThat(problem(formats, "{\"d\":\"2023-02-29\"}")).contains("d: does not match the date pattern");
    }

    @Test
    void keepsNumbersExactAndMembersBeyondTheSchemaLast() {
        AnswerCheck open = new AnswerCheck(Templates.withOutput("{b: {}, a: {}}", ""));

        assertThat(Json.write(((Result.Valid) open.check("{\"z\":1,\"a\":0.10,\"b\":12345678901234567890}")).answer()))
                .isEqualTo("{\"b\":12345678901234567890,\"a\":0.10,\"z\":1}");
    }

    @Test
    void withoutASchemaAnyTextIsTheAnswer() {
        AnswerCheck text = new AnswerCheck(Templates.withInput("{a: {}}", "[]"));

        assertThat(text.check(" It is {fine}.\n"))
                .isEqualTo(new Result.Valid(Templates.json("{`answer`:`It is {fine}.`}")));
        assertThat(problem(text, " \n")).isEqualTo("The answer is empty.");
        assertThat(text.check("<think>hm</think>\nFine."))
                .isEqualTo(new Result.Valid(Templates.json("{`answer`:`Fine.`}")));
        assertThat(text.check("Write <think>hm</think> around it."))
                .isEqualTo(new Result.Valid(Templates.json("{`answer`:`Write <think>hm</think> around it.`}")));
        assertThat(problem(text, "<think>hm")).contains("only thinking");
        assertThat(problem(text, "hm</think>")).contains("only thinking");
    }

    @Test
    @Timeout(120)
    void hostileAnswersCostLittleAndThrowNothing() {
        AnswerCheck any = new AnswerCheck(Templates.withOutput(
                "{n: {type: integer, minimum: 0, maximum: 9}, f: {multipleOf: 0.01}, s: {pattern: \"^(a|a|b?)+$\"},"
                        + " l: {type: array, items: {type: integer}, uniqueItems: true}, t: {$ref: \"#\"}}",
                ""));

        List.of(
                        "{\"n\":1e999999999}",
                        "{\"n\":-1e999999999}",
                        "{\"n\":1e300}",
                        "{\"n\":" + "9".repeat(5_000) + "}",
                        "{\"n\":" + "9".repeat(900) + "}",
                        "{\"s\":\"" + "a".repeat(60) + "!\"}",
                        "{\"s\":\"" + "ab".repeat(100_000) + "!\"}",
                        "{\"l\":[" + "\"x\",".repeat(100_000) + "1]}",
                        "[".repeat(1_000_000),
                        "{\"t\":".repeat(100_000) + "{}" + "}".repeat(100_000),
                        "words " + "{".repeat(1_000_000),
                        "{\"l\":[" + "\"9\",".repeat(100_000) + "\"x\"]}",
                        "{\"t\":".repeat(1_000_000),
                        "{\"t\":".repeat(95) + "5" + "}".repeat(95),
                        "```json" + "`".repeat(1_000_000))
                .forEach(answer -> assertThat(problem(any, answer)).hasSizeBetween(10, 1000));
        assertThat(any.check("{\"f\":1e-999999999}")).isInstanceOf(Result.Invalid.class);
    }

    private static String problem(AnswerCheck check, String content) {
        return ((Result.Invalid) check.check(content)).problem();
    }
}
