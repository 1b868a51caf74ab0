package io.llmp.batch.answer;

import io.llmp.batch.llm.ModelReply;
import io.llmp.batch.llm.ModelReply.Elsewhere;
import io.llmp.batch.template.use.AnswerCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the answer in a reply: in its content, or beside it, where some servers put it although they were asked for content.
 * What stands beside is taken only if it is the one valid answer there.
 */
public final class AnswerSearch {

    /**
     * What was found.
     *
     * @param note how the answer differs from the reply's content, for its record; null when it does not
     */
    public record Found(AnswerCheck.Result result, @Nullable String note) {}

    private AnswerSearch() {}

    public static Found in(ModelReply reply, AnswerCheck check) {
        AnswerCheck.Result content = check.check(reply.content());
        if (content instanceof AnswerCheck.Result.Valid valid) {
            return new Found(content, valid.repaired() ? "repaired" : null);
        }
        List<Found> beside = new ArrayList<>();
        for (Elsewhere each : check.hasSchema() ? reply.details().elsewhere() : List.<Elsewhere>of()) {
            if (check.check(each.text()) instanceof AnswerCheck.Result.Valid valid) {
                beside.add(new Found(valid, "from " + each.place() + (valid.repaired() ? ", repaired" : "")));
            }
        }
        boolean one = beside.stream()
                        .map(Found::result)
                        .map(AnswerSearch::answer)
                        .distinct()
                        .count()
                == 1;
        return one ? beside.get(0) : new Found(explained(reply, content), null);
    }

    private static String answer(AnswerCheck.Result result) {
        return ((AnswerCheck.Result.Valid) result).answer().toString();
    }

    private static AnswerCheck.Result explained(ModelReply reply, AnswerCheck.Result invalid) {
        List<Elsewhere> elsewhere = reply.details().elsewhere();
        if (!reply.content().isBlank() || elsewhere.isEmpty()) {
            return invalid;
        }
        String places = elsewhere.stream()
                .map(each -> each.place() + " (" + each.text().length() + " characters)")
                .collect(Collectors.joining(", "));
        return new AnswerCheck.Result.Invalid(
                "The answer is empty; the reply holds " + places + ", in which there is no valid answer either.");
    }
}
