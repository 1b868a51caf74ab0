package io.llmp.batch.answer;

import io.llmp.batch.input.Item;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.ResolvedModel;
import io.llmp.batch.record.SkipReason;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.TemplateVersion;
import io.llmp.batch.template.use.InputCheck;
import io.llmp.batch.template.use.PromptRenderer;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes a request of each row, or says why none can be made. */
public final class RequestProcessor {

    private final JobTemplate template;
    private final String model;
    private final RowLimit limit;
    private final InputCheck check;
    private final PromptRenderer renderer;
    private final RequestFingerprint fingerprint;

    RequestProcessor(JobTemplate template, String model, RequestFingerprint fingerprint) {
        this.template = template;
        this.model = model;
        this.limit = RowLimit.of(template);
        this.check = new InputCheck(template);
        this.renderer = new PromptRenderer(template);
        this.fingerprint = fingerprint;
    }

    /** Makes the requests of a version for a provider and model. */
    public static RequestProcessor of(TemplateVersion version, ResolvedModel choice) {
        RequestFingerprint fingerprint = new RequestFingerprint(
                version.answerDigest(),
                choice.provider().name(),
                choice.model(),
                choice.provider().dialect());
        return new RequestProcessor(version.template(), choice.model(), fingerprint);
    }

    public PreparedItem process(Item row) {
        Item item = limit.within(row);
        if (item instanceof Item.Malformed malformed) {
            return new PreparedItem.Rejected(item, SkipReason.MALFORMED_ROW, malformed.problem());
        }
        if (item instanceof Item.Unreadable unreadable) {
            // The others are of no matter to the answer.
            String problems = unreadable.problems().entrySet().stream()
                    .filter(problem -> limit.used().contains(problem.getKey()))
                    .map(Map.Entry::getValue)
                    .collect(Collectors.joining(" "));
            if (!problems.isEmpty()) {
                return new PreparedItem.Rejected(item, SkipReason.MALFORMED_ROW, problems);
            }
        }
        String tooLarge = limit.problem(item.values());
        if (tooLarge != null) {
            return new PreparedItem.Rejected(item, SkipReason.INVALID_INPUT, tooLarge);
        }
        InputCheck.Result result = check.check(item.values());
        if (result instanceof InputCheck.Result.Valid valid) {
            ModelRequest request =
                    new ModelRequest(model, template.model(), template.output(), renderer.render(valid.input()));
            return new PreparedItem.Valid(item, request, fingerprint.of(request));
        }
        return new PreparedItem.Rejected(
                item, SkipReason.INVALID_INPUT, ((InputCheck.Result.Invalid) result).problem());
    }
}
