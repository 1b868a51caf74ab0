package io.llmp.batch.template.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.Message.Role;
import io.llmp.batch.template.Templates;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptRendererTest {

    @Test
    void givesInstructionExamplesAndRow() {
        PromptRenderer renderer = new PromptRenderer(Templates.of(Templates.TICKET_TRIAGE));

        List<Message> messages = renderer.render(Templates.json("{`subject`:`Invoice <1> & {{body}}`,`body`:`Twice`}"));

        assertThat(messages)
                .containsExactly(
                        new Message(Role.SYSTEM, "You triage support tickets of a software company."),
                        new Message(Role.USER, "Subject: Locked out\nBody: I cannot log in\n"),
                        new Message(Role.ASSISTANT, "{\"team\":\"access\",\"urgency\":4}"),
                        new Message(Role.USER, "Subject: Invoice <1> & {{body}}\nBody: Twice\n"));
        assertThatThrownBy(() -> messages.remove(0)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void withoutAPromptARowIsJsonInTheSchemasOrder() {
        JobTemplate template = Templates.of("{name: t, instruction: Sum up., input: {type: object, properties:"
                + " {b: {type: number}, a: {}}}, examples: [{input: {a: x, b: 1.50}, output: Fine.}]}");

        assertThat(new PromptRenderer(template).render(Templates.json("{`a`:[1,2.0],`b`:12345678901234567890.10}")))
                .containsExactly(
                        new Message(Role.SYSTEM, "Sum up."),
                        new Message(Role.USER, "{\"b\":1.50,\"a\":\"x\"}"),
                        new Message(Role.ASSISTANT, "Fine."),
                        new Message(Role.USER, "{\"b\":12345678901234567890.10,\"a\":[1,2.0]}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{{text}}                                  | a < \"b\" & c",
                "{{{text}}}{{&text}}                       | a < \"b\" & ca < \"b\" & c",
                "{{big}} {{exact}}                         | 12345678901234567890 1.50",
                "[{{nothing}}] [{{absent}}]                | [] []",
                "{{! a comment }}x                         | x",
                "{{who.name}} {{who.address.city}}         | Ann Bonn",
                "{{#who}}{{name}} {{big}}{{/who}}          | Ann 12345678901234567890",
                "{{#tags}}{{.}}{{^-last}}, {{/-last}}{{/tags}} | a, b",
                "{{#yes}}yes{{/yes}}{{^yes}}no{{/yes}}     | yes",
                "{{#no}}yes{{/no}}{{^no}}no{{/no}}         | no",
                "{{#absent}}yes{{/absent}}{{^absent}}no{{/absent}} | no",
                "{{#blank}}yes{{/blank}}{{^blank}}no{{/blank}} | no",
                "{{#text}}{{.}} {{zero}} {{#who}}{{name}}{{/who}}{{/text}} | a < \"b\" & c 0 Ann",
                "{{#zero}}{{zero}} errors{{/zero}}         | 0 errors",
                "{{#none}}x{{/none}}{{^none}}no tags{{/none}} | no tags",
                "{{#lines}}{{item}}={{price}};{{/lines}}   | pen=0.10;ink=2;",
                "{{who}} {{tags}}                          | {\"name\":\"Ann\",\"address\":{\"city\":\"Bonn\"}} [\"a\",\"b\"]",
                "{{Full Name}} {{a.b}}                     | Ann B dotted",
                "{{open.class}}{{#open}}{{class}}{{hashCode}}{{/open}} | ^^"
            })
    void fillsThePrompt(String prompt, String text) {
        assertThat(rendered(prompt)).isEqualTo(text);
    }

    @Test
    void aPromptThatTheSchemaCannotFillIsTheCallersFault() {
        JobTemplate good = Templates.of(Templates.TICKET_TRIAGE);
        JobTemplate bad =
                new JobTemplate("t", null, null, "x", "{{nowhere}}", good.input(), null, List.of(), good.model(), 0);

        assertThatThrownBy(() -> new PromptRenderer(bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{{nowhere}}");
    }

    private static String rendered(String prompt) {
        JobTemplate template = Templates.of("""
                name: t
                instruction: x
                input:
                  type: object
                  properties:
                    text: {type: string}
                    blank: {type: string}
                    big: {type: integer}
                    exact: {type: number}
                    zero: {type: integer}
                    nothing: {type: "null"}
                    absent: {type: string}
                    who: {$ref: "#/$defs/person"}
                    tags: {type: array, items: {type: string}}
                    none: {type: array, items: {type: string}}
                    lines: {type: array, items: {type: object, properties: {item: {}, price: {}}}}
                    yes: {type: boolean}
                    no: {type: boolean}
                    open: {type: object}
                    Full Name: {type: string}
                    a.b: {type: string}
                  $defs:
                    person: {type: object, properties: {name: {}, address: {properties: {city: {}}}}}
                prompt: '%s'
                """.formatted(prompt));
        List<Message> messages = new PromptRenderer(template)
                .render(Templates.json(
                        "{`text`:`a < \\`b\\` & c`,`blank`:``,`big`:12345678901234567890,`exact`:1.50,`zero`:0,"
                                + "`nothing`:null,`who`:{`name`:`Ann`,`address`:{`city`:`Bonn`}},`tags`:[`a`,`b`],`none`:[],"
                                + "`lines`:[{`item`:`pen`,`price`:0.10},{`item`:`ink`,`price`:2}],`yes`:true,`no`:false,"
                                + "`open`:{},`Full Name`:`Ann B`,`a.b`:`dotted`}"));
        return messages.get(messages.size() - 1).content();
    }
}
