package io.llmp.batch.run.control;

import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.Provider;
import io.llmp.batch.problem.Setting;

/** Puts into words why a provider's failure ends a run. */
public final class ProviderTrouble {

    private static final String AGAIN = " Then run the same command again: every answer so far is kept.";

    private ProviderTrouble() {}

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
