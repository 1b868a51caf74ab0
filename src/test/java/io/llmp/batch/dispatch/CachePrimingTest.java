package io.llmp.batch.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.JobTemplate.Example;
import io.llmp.batch.template.ModelSettings;
import io.llmp.batch.template.SchemaInPrompt;
import io.llmp.batch.template.use.PromptRenderer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

class CachePrimingTest {

    private static final ObjectNode INPUT =
            object("{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"}}}");

    @Test
    void takesPlaceWhereTheTemplateAsksAndTheModelKeepsWhatIsShared() {
        assertThat(of("x".repeat(4 * 1_024), true).takesPlace()).isTrue();
        assertThat(of("x".repeat(4 * 1_024 - 1), true).takesPlace()).isFalse();
        assertThat(of("x".repeat(4 * 1_024), false).takesPlace()).isFalse();
    }

    @Test
    void saysWhyNot() {
        assertThat(of("x".repeat(4_000), true).words())
                .startsWith("not primed, although the template asks for it")
                .contains("about 1000 of these tokens", "caches 1024 or more");
        assertThat(of("x".repeat(8_000), false).words()).startsWith("not primed: the template has no 'cache: prime'");
        assertThat(of("x".repeat(8_000), true).words()).startsWith("primed: ").contains("about 2000 of these tokens");
    }

    @Test
    void countsExamplesAndTheSchemaThatGoesWithTheMessages() {
        List<Example> examples = List.of(
                new Example(object("{\"id\":\"%s\"}".formatted("y".repeat(391))), StringNode.valueOf("z".repeat(400))));
        assertThat(priming(template("x".repeat(4_000), null, examples, true)).shared())
                .isEqualTo(1_200);
        ObjectNode output = object("{\"type\":\"object\",\"properties\":{\"a\":{}}}");
        assertThat(priming(template("x".repeat(4_000), output, List.of(), true)).shared())
                .as("beside the messages alone")
                .isEqualTo(1_009);
    }

    @Test
    void scriptsWithMoreTokensForACharacterCountForMore() {
        assertThat(of("漢".repeat(1_400), true).shared()).isEqualTo(1_050);
    }

    private static CachePriming priming(JobTemplate template) {
        return CachePriming.of(
                template,
                new ModelRequest("m", template.model(), template.output(), new PromptRenderer(template).prefix()),
                1_024);
    }

    private static CachePriming of(String instruction, boolean asked) {
        return priming(template(instruction, null, List.of(), asked));
    }

    private static JobTemplate template(
            String instruction, @Nullable ObjectNode output, List<Example> examples, boolean asked) {
        ModelSettings model = new ModelSettings(
                null, null, null, null, null, null, null, null, null, null, Map.of(), asked, SchemaInPrompt.AUTO);
        return new JobTemplate("t", null, null, instruction, null, INPUT, output, examples, model, 2);
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) JsonMapper.shared().readTree(json);
    }
}
