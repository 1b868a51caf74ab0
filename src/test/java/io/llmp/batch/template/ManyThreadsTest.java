package io.llmp.batch.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.schema.Json;
import io.llmp.batch.template.use.AnswerCheck;
import io.llmp.batch.template.use.InputCheck;
import io.llmp.batch.template.use.PromptRenderer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Checks and renderers are shared by all slots of a run. */
class ManyThreadsTest {

    private static final JobTemplate TEMPLATE = Templates.of("""
            name: t
            instruction: x
            prompt: "{{id}} {{#node}}{{name}}:{{#children}}{{name}},{{/children}}{{/node}}"
            input:
              type: object
              required: [id, node]
              properties: {id: {type: integer}, node: {$ref: "#/$defs/node"}}
              $defs:
                node:
                  type: object
                  properties: {name: {type: string, pattern: "^n"}, children: {type: array, items: {$ref: "#/$defs/node"}}}
            output: {type: object, properties: {id: {type: integer, multipleOf: 2}}}
            """);

    @Test
    void oneCheckAndOneRendererServeThemAll() {
        InputCheck inputs = new InputCheck(TEMPLATE);
        PromptRenderer renderer = new PromptRenderer(TEMPLATE);
        AnswerCheck answers = new AnswerCheck(TEMPLATE);

        List<Integer> wrong = IntStream.range(0, 5_000)
                .parallel()
                .filter(i -> {
                    ObjectNode row = Json.object()
                            .put("id", "" + i)
                            .put("node", "{\"name\":\"n" + i + "\",\"children\":[{\"name\":\"n\"}]}");
                    ObjectNode input = ((InputCheck.Result.Valid) inputs.check(row)).input();
                    String prompt = renderer.render(input).get(1).content();
                    boolean even = answers.check("{\"id\":" + i + "}") instanceof AnswerCheck.Result.Valid;
                    boolean refused =
                            inputs.check(Json.object().put("id", "x" + i)) instanceof InputCheck.Result.Invalid;
                    return !prompt.equals(i + " n" + i + ":n,") || even != (i % 2 == 0) || !refused;
                })
                .boxed()
                .toList();

        assertThat(wrong).isEmpty();
    }
}
