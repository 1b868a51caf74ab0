package io.llmp.batch.llm.http;

import io.llmp.batch.limit.ReportedLimits;
import io.llmp.batch.llm.AnswerForm;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.ModelResult;
import io.llmp.batch.llm.Usage;
import io.llmp.batch.template.Message;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A protocol's requests and replies, without their transport. Pure, and safe for use by many threads. */
public interface Wire {

    /** Where under the base address calls go, with a slash at the beginning. */
    String path();

    /** Returns the headers of every call, {@code key} among them unless it is null. */
    Map<String, String> headers(@Nullable String key);

    /** Returns the forms in which the protocol can ask for answers by {@code schema}, the most reliable first. */
    List<AnswerForm> forms(ObjectNode schema);

    /** Returns how many tokens the beginning of a request must have for {@code model} to keep it for later ones. */
    int minCacheableTokens(String model);

    /** Returns the body for {@code request}. Its last member is the array {@code messages}. */
    ObjectNode body(ModelRequest request, AnswerForm form);

    /** Returns a message that follows those in {@link #body} as it stands in that array. */
    ObjectNode message(Message message);

    /**
     * Reads the answer in a reply that says success, or in an error that holds one; null when there is none. A failure when
     * the provider broke off while it answered. Never throws, whatever stands in the reply.
     */
    @Nullable
    ModelResult answer(WireReply reply);

    /** Returns the tokens that a reply without an answer says were used; null when it says nothing. */
    @Nullable
    Usage usage(WireReply reply);

    /** Returns a wire that does not use {@code field} of a request, which a server refused; null when nothing replaces it. */
    @Nullable
    Wire without(String field);

    /** Returns whether the server says with an error that it does not know the form of answer it was asked for. */
    boolean refusesForm(WireReply reply);

    /** Returns the provider's name of the call, or null when it gave none. */
    @Nullable
    String requestId(WireReply reply);

    /** Returns what the headers say of the provider's limits. */
    ReportedLimits limits(WireReply reply);
}
