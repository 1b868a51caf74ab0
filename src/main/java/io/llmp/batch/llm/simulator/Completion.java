package io.llmp.batch.llm.simulator;

import io.llmp.batch.llm.SimulatorFault;
import org.jspecify.annotations.Nullable;

/**
 * What the model says to one request.
 *
 * @param text the answer, or why it will not answer; null when a filter withholds it
 */
record Completion(@Nullable String text, End end) {

    enum End {
        COMPLETE,
        CUT,
        REFUSED,
        FILTERED
    }

    /** @param answer what it would say if nothing went wrong */
    static Completion of(@Nullable SimulatorFault fault, String answer, int maxTokens) {
        if (fault == SimulatorFault.REFUSAL) {
            return new Completion("I'm sorry, but I can't help with that.", End.REFUSED);
        }
        if (fault == SimulatorFault.CONTENT_FILTER) {
            return new Completion(null, End.FILTERED);
        }
        if (fault == SimulatorFault.TRUNCATED) {
            return new Completion(answer.substring(0, answer.length() / 2), End.CUT);
        }
        String cut = ChatRequest.cut(answer, maxTokens);
        return new Completion(cut, cut.length() == answer.length() ? End.COMPLETE : End.CUT);
    }

    int tokens() {
        return text == null ? 0 : ChatRequest.tokens(text.length());
    }
}
