package io.llmp.batch.simulator.answer;

import io.llmp.batch.simulator.request.ChatRequest;
import io.llmp.batch.simulator.request.Draw;
import io.llmp.batch.simulator.request.Problem;
import io.llmp.batch.simulator.request.RejectedRequest;
import io.llmp.batch.simulator.request.RequestKey;
import io.llmp.batch.simulator.request.Turn;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes up what the model says. Safe for use by many threads. */
public final class Answers {

    private static final int MOST_PLANS = 256;

    private final JsonMapper json;
    private final SchemaFinder schemas;
    private final BrokenAnswers broken;
    private final Map<Long, AnswerPlan> plans = new ConcurrentHashMap<>();

    public Answers(JsonMapper json) {
        this.json = json;
        schemas = new SchemaFinder(json);
        broken = new BrokenAnswers(json);
    }

    /**
     * What was asked for.
     *
     * @param row the text of the row it is about
     */
    public record Given(String row, String answer) {}

    /**
     * Returns what was asked for.
     *
     * @throws RejectedRequest when the schema makes no sense
     */
    public Given valid(ChatRequest request, Draw draw) {
        AnswerPlan plan = plan(request);
        List<Turn> turns = request.turns();
        int row = row(turns, plan);
        String text = turns.get(row).text();
        for (int i = 0; i + 1 < row; i++) {
            if (turns.get(i).isUser()
                    && turns.get(i + 1).isAssistant()
                    && turns.get(i).text().equals(text)) {
                return new Given(text, turns.get(i + 1).text());
            }
        }
        JsonNode answer = plan.shape().fill(new Source(Reading.of(text, json), draw, 0));
        return new Given(text, plan.isJson() ? json.writeValueAsString(answer) : answer.asString());
    }

    /** Returns something else than was asked for. */
    public String invalid(ChatRequest request, String valid, Draw draw) {
        AnswerPlan plan = plan(request);
        return plan.isJson() ? broken.make(valid, plan, draw) : "";
    }

    /**
     * Returns the turn that holds the row: the last of the user, unless it only complains about an answer, which is
     * when the answer before it is not what was asked for.
     */
    private int row(List<Turn> turns, AnswerPlan plan) {
        int row = turns.size() - 1;
        while (row > 0 && !turns.get(row).isUser()) {
            row--;
        }
        while (row > 1
                && turns.get(row - 1).isAssistant()
                && !accepts(plan, turns.get(row - 1).text())) {
            row -= 2;
        }
        return row;
    }

    private boolean accepts(AnswerPlan plan, String text) {
        JsonNode value = plan.isJson() ? parse(text) : null;
        return !plan.isJson() || (value != null && plan.check().test(value));
    }

    private @Nullable JsonNode parse(String text) {
        try {
            return json.readTree(text);
        } catch (JacksonException e) {
            return null;
        }
    }

    private AnswerPlan plan(ChatRequest request) {
        String systemText = request.systemText();
        JsonNode schema = request.schema();
        long wanted = schema == null ? Boolean.hashCode(request.wantsJson()) : RequestKey.of(schema);
        long key = Draw.mix(RequestKey.of(systemText), wanted);
        if (plans.size() > MOST_PLANS) {
            plans.clear();
        }
        return plans.computeIfAbsent(key, unused -> newPlan(request, systemText));
    }

    private AnswerPlan newPlan(ChatRequest request, String systemText) {
        JsonNode schema = request.schema();
        JsonNode said = SaidSchema.find(systemText);
        JsonNode told = said == null ? schemas.find(systemText) : said;
        if (schema == null) {
            return told != null ? plan(told, systemText) : anyPlan(request);
        }
        AnswerPlan plan = plan(SaidBounds.of(schema), systemText);
        return told == null || told.equals(schema) ? plan : minding(plan, told, systemText);
    }

    private static AnswerPlan minding(AnswerPlan plan, JsonNode told, String systemText) {
        try {
            return plan.minding(AnswerPlan.of(told, systemText));
        } catch (RuntimeException e) {
            // Words that only look like a schema.
            return plan;
        }
    }

    private static AnswerPlan anyPlan(ChatRequest request) {
        return request.wantsJson() ? AnswerPlan.ofAnyJson() : AnswerPlan.ofText();
    }

    private static AnswerPlan plan(JsonNode schema, String systemText) {
        try {
            return AnswerPlan.of(schema, systemText);
        } catch (RuntimeException e) {
            throw new RejectedRequest(Problem.badRequest("Invalid schema for the answer: " + e.getMessage(), "schema"));
        }
    }
}
