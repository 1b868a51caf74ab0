package io.llmp.batch.dispatch;

import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.Protocol;
import io.llmp.batch.llm.Provider;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.use.PromptRenderer;

/**
 * Whether the first call of a run ends before the second begins. A provider keeps the beginning of a request from its reply
 * on, so that calls made at once would each pay for it in full. It is worth the time of one call where that beginning is long
 * enough to be kept.
 *
 * @param asked whether the template asks for it
 * @param shared tokens with which all requests begin, by estimate; too many rather than too few, since waiting for one call
 *     costs less than paying for the beginning once for each slot
 * @param least fewest that the model keeps
 */
public record CachePriming(boolean asked, long shared, int least) {

    /** Returns what goes for runs of {@code template} with {@code model} of {@code provider}. */
    public static CachePriming of(JobTemplate template, Protocol protocol, Provider provider, String model) {
        ModelRequest beginning =
                new ModelRequest(model, template.model(), template.output(), new PromptRenderer(template).prefix());
        return of(template, protocol.billing(provider).apply(beginning), protocol.minCacheableTokens(provider, model));
    }

    /** @param beginning what all requests begin with, as the provider bills it */
    static CachePriming of(JobTemplate template, ModelRequest beginning, int least) {
        // Providers that are given the schema beside the messages put it before them.
        return new CachePriming(template.model().primeCache(), TokenEstimate.prompt(beginning), least);
    }

    /** Whether the first call is waited for. */
    public boolean takesPlace() {
        return asked && shared >= least;
    }

    /** Says in words whether it is, and why not. */
    public String words() {
        String beginning = "about " + shared + " of these tokens are the same for every row, and the model caches "
                + least + " or more";
        if (takesPlace()) {
            return "primed: the first call is answered before the others start; " + beginning;
        }
        return asked
                ? "not primed, although the template asks for it: " + beginning
                : "not primed: the template has no 'cache: prime'; " + beginning;
    }
}
