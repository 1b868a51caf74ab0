package io.llmp.batch.cli.text;

import io.llmp.batch.dispatch.TokenEstimate;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.use.PromptRenderer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How much of what is the same in every request of a template its examples take up; estimated, nothing is called. */
public final class ExampleWeight {

    /** Below this, a row's examples cost less than $0.0005 with a model of $0.25 for a million tokens. */
    static final long WORTH_A_WORD = 2_000;

    private final int examples;
    private final long tokens;
    private final long all;

    private ExampleWeight(int examples, long tokens, long all) {
        this.examples = examples;
        this.tokens = tokens;
        this.all = all;
    }

    public static ExampleWeight of(JobTemplate template) {
        List<Message> fixed = new PromptRenderer(template).render(JsonNodeFactory.instance.objectNode());
        List<Message> turns = fixed.subList(1, fixed.size() - 1);
        return new ExampleWeight(
                template.examples().size(), tokens(template, null, turns), tokens(template, template.output(), fixed));
    }

    private static long tokens(JobTemplate template, @Nullable ObjectNode schema, List<Message> messages) {
        return TokenEstimate.prompt(new ModelRequest("", template.model(), schema, messages));
    }

    /** Returns a warning, when the examples are more than half of it all and more than {@value #WORTH_A_WORD} tokens. */
    public Optional<String> warning() {
        if (tokens <= WORTH_A_WORD || tokens * 2 <= all) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "its %,d examples cost every row about %,d tokens, %d %% of what all rows share (estimated: %s)."
                        + " Fewer or shorter ones cost less.",
                examples,
                tokens,
                tokens * 100 / all,
                TokenEstimate.METHOD));
    }
}
