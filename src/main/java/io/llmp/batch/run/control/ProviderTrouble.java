package io.llmp.batch.run.control;

import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.llm.Provider;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place that turns a failure of a call into the end of a run, with words that say why and how to continue. */
public final class ProviderTrouble {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderTrouble.class);

    private static final String AGAIN = " Then run the same command again: every answer so far is kept.";

    private ProviderTrouble() {}

    /** Returns how {@code failure} ends the run that made the call. */
    public static RunControl.Cause ends(CallFailure failure, Provider provider) {
        if (failure.kind() == FailureKind.SPENDING_LIMIT_REACHED) {
            return new RunControl.SpentUp("The spending limit is reached: " + failure.message() + ".");
        }
        LOG.warn("A call ends the run: {}", failure.facts());
        RunControl.Fatal trouble = cause(failure, provider);
        return failure.kind() == FailureKind.LIMIT_REACHED && failure.retryAfter() != null
                ? new RunControl.LimitReached(trouble.problem(), failure.retryAfter())
                : trouble;
    }

    /** Returns how a call ends the run by an exception: a fault of the program or of the machine, which others will meet too. */
    public static RunControl.Fatal ends(Throwable fault) {
        LOG.error("A call ended by an exception", fault);
        return fault instanceof ProblemException known
                ? new RunControl.Fatal(known.problem(), known.remedy())
                : new RunControl.Fatal(
                        "A call failed by a fault of this program: " + fault,
                        "Report it with the log. The same command continues the run.");
    }

    /** Returns why the provider answers nobody, and what to do about it. */
    public static RunControl.Fatal cause(CallFailure failure, Provider provider) {
        String who = "Provider " + provider.name() + " at " + provider.baseUrl();
        return switch (failure.kind()) {
            case ACCESS_DENIED ->
                new RunControl.Fatal(
                        who + " refused access: " + failure.message(),
                        "Check the key and what it is entitled to." + AGAIN);
            case UNKNOWN_MODEL ->
                new RunControl.Fatal(
                        who + " does not know the model, or the address is wrong: " + failure.message(),
                        "Check " + Setting.MODEL + " and " + Setting.BASE_URL + ".");
            case SETTING_REFUSED ->
                new RunControl.Fatal(
                        who + " does not take a setting of the request: " + failure.message(),
                        "Remove it from the template's model settings, or from the provider's extra.");
            case NO_ANSWERS ->
                new RunControl.Fatal(
                        who + " gives no answers: " + failure.message(),
                        "Check " + Setting.BASE_URL
                                + ", the provider's protocol and any proxy in between. Each reply may have been"
                                + " billed.");
            case BLOCKED ->
                new RunControl.Fatal(
                        who + " cannot be reached: " + failure.message(),
                        "Check the address; name the trust store or the proxy to Java in LLMP_JAVA_OPTS, as under"
                                + " \"Proxies and certificates\" in docs/providers.md." + AGAIN);
            case QUOTA_EXHAUSTED ->
                new RunControl.Fatal(
                        who + " says that the quota is used up: " + failure.message(),
                        "Raise the quota or wait for the next period." + AGAIN);
            case LIMIT_REACHED ->
                new RunControl.Fatal(
                        "A limit of provider " + provider.name() + " is reached: " + failure.message(),
                        "Run the same command again then: every answer so far is kept.");
            case OUTAGE ->
                new RunControl.Fatal(who + " is unavailable: " + failure.message(), "Wait until it is back." + AGAIN);
            case SPENDING_LIMIT_REACHED,
                    PROMPT_TOO_LONG,
                    CONTENT_FILTERED,
                    REJECTED,
                    THROTTLED,
                    PARALLEL_LIMIT,
                    OVERLOADED,
                    UNREACHABLE,
                    UNAVAILABLE,
                    UNREADABLE,
                    TIMED_OUT ->
                throw new IllegalArgumentException(failure.kind() + " is no trouble of a provider that ends a run");
        };
    }
}
