package io.llmp.batch.simulator.request;

import io.llmp.batch.simulator.SimulatorFault;
import org.jspecify.annotations.Nullable;

/**
 * What the model says to one request.
 *
 * @param text the answer, or why it will not answer; null when a filter withholds it
 * @param tokens what it counts for; as many as the bound allows when that has cut it
 */
public record Completion(@Nullable String text, End end, int tokens) {

    public enum End {
        COMPLETE,
        CUT,
        REFUSED,
        FILTERED
    }

    /**
     * Returns what the model says where {@code fault} happens.
     *
     * @param answer what it would say if nothing went wrong
     */
    public static Completion of(@Nullable SimulatorFault fault, String answer, int maxTokens) {
        if (fault == SimulatorFault.REFUSAL) {
            return of("I'm sorry, but I can't help with that.", End.REFUSED);
        }
        if (fault == SimulatorFault.CONTENT_FILTER) {
            return new Completion(null, End.FILTERED, 0);
        }
        if (fault == SimulatorFault.TRUNCATED) {
            String half = answer.substring(0, answer.length() / 2);
            return maxTokens == Integer.MAX_VALUE ? of(half, End.CUT) : new Completion(half, End.CUT, maxTokens);
        }
        String cut = ChatRequest.cut(answer, maxTokens);
        return of(cut, cut.length() == answer.length() ? End.COMPLETE : End.CUT);
    }

    private static Completion of(String text, End end) {
        return new Completion(text, end, ChatRequest.tokens(text.length()));
    }
}
