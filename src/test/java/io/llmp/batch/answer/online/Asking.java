package io.llmp.batch.answer.online;

import io.llmp.batch.dispatch.Lane;
import io.llmp.batch.dispatch.RetryPolicies;
import io.llmp.batch.dispatch.SingleLane;
import io.llmp.batch.limit.LimitSettings;
import io.llmp.batch.limit.ReportedLimits;
import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.ModelClient;
import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelReply.Ending;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.ModelResult;
import io.llmp.batch.llm.Price;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.Message;
import io.llmp.batch.template.ModelSettings;
import io.llmp.batch.template.use.AnswerCheck;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks a model that answers its calls, counted from 1, as the test says. */
public final class Asking implements ModelClient {

    public static final Price PRICE = new Price(new BigDecimal("2"), new BigDecimal("0.5"), new BigDecimal("8"));
    public static final String VALID = "{\"team\":\"sales\"}";
    public static final String INVALID = "{\"team\":\"nobody\"}";

    /** A template whose answer names one of two teams. */
    public static final JobTemplate TEMPLATE = new JobTemplate(
            "triage",
            null,
            "id",
            "You triage.",
            null,
            object("{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"}}}"),
            object("{\"type\":\"object\",\"required\":[\"team\"],\"additionalProperties\":false,"
                    + "\"properties\":{\"team\":{\"enum\":[\"sales\",\"access\"]}}}"),
            List.of(),
            settings(),
            2);

    final List<ModelRequest> requests = new CopyOnWriteArrayList<>();
    final Lane lane;
    private final IntFunction<ModelResult> answers;

    Asking(IntFunction<ModelResult> answers) {
        this.answers = answers;
        this.lane = SingleLane.open(
                this,
                new LimitSettings(4, null, null),
                RetryPolicies.of(3, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(20)));
    }

    ItemCall.Result ask(int repairs) throws ExecutionException, InterruptedException, TimeoutException {
        return ask(repairs, PRICE);
    }

    ItemCall.Result ask(int repairs, @Nullable Price price)
            throws ExecutionException, InterruptedException, TimeoutException {
        ItemCall.Rules rules = new ItemCall.Rules(lane, new AnswerCheck(TEMPLATE), repairs, price);
        return ItemCall.ask(rules, request()).get(10, TimeUnit.SECONDS);
    }

    ItemCall.Result ask(ModelSettings settings) throws ExecutionException, InterruptedException, TimeoutException {
        ItemCall.Rules rules = new ItemCall.Rules(lane, new AnswerCheck(TEMPLATE), 2, PRICE);
        return ItemCall.ask(rules, request().withSettings(settings)).get(10, TimeUnit.SECONDS);
    }

    static ModelRequest request() {
        return new ModelRequest(
                "gpt",
                settings(),
                TEMPLATE.output(),
                List.of(new Message(Message.Role.SYSTEM, "You triage."), new Message(Message.Role.USER, "Who is it?")));
    }

    @Override
    public ModelResult call(ModelRequest request) {
        requests.add(request);
        return answers.apply(requests.size());
    }

    @Override
    public void close() {
        lane.close();
    }

    public static ModelReply reply(String content) {
        return reply(content, Ending.COMPLETE);
    }

    public static ModelReply reply(String content, Ending ending) {
        return new ModelReply(
                content, ending, "stop", "req_" + content.length(), new Usage(1000, 400, 100), ReportedLimits.NONE);
    }

    public static CallFailure failure(FailureKind kind) {
        return CallFailure.of(kind, "the provider's words");
    }

    public static ObjectNode object(String json) {
        return (ObjectNode) JsonMapper.shared().readTree(json);
    }

    private static ModelSettings settings() {
        return ModelSettings.NONE;
    }
}
