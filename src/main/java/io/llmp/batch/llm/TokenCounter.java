package io.llmp.batch.llm;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts the tokens of texts: as the model itself does where its encoding is public, else by a rule of thumb. Making one
 * for a known encoding takes some 2 s of CPU and 33 MB. Safe for use by many threads.
 */
public final class TokenCounter {

    /** OpenAI's rule of thumb for English ("What are tokens and how to count them?"). */
    private static final double CHARACTERS_PER_TOKEN = 4;

    /** Beginnings of models' names by encoding, as OpenAI's tiktoken has them; the first that fits counts. */
    private record Known(EncodingType encoding, List<String> models) {}

    private static final List<Known> KNOWN = List.of(
            new Known(
                    EncodingType.O200K_BASE,
                    List.of("gpt-4o", "gpt-4.1", "gpt-4.5", "gpt-5", "gpt-oss", "chatgpt-4o", "o1", "o3", "o4")),
            new Known(EncodingType.CL100K_BASE, List.of("gpt-4", "gpt-3.5")));

    private final @Nullable Encoding encoding;

    private TokenCounter(@Nullable Encoding encoding) {
        this.encoding = encoding;
    }

    /** Returns the best counter there is for {@code model}, which may have the name of a vendor before a slash. */
    public static TokenCounter of(String model) {
        String name = model.substring(model.lastIndexOf('/') + 1);
        return KNOWN.stream()
                .filter(known -> known.models().stream().anyMatch(name::startsWith))
                .findFirst()
                .map(known ->
                        new TokenCounter(Encodings.newLazyEncodingRegistry().getEncoding(known.encoding())))
                .orElseGet(() -> new TokenCounter(null));
    }

    /** Returns how many tokens {@code text} has; what looks like a control token is counted as text. */
    public double count(String text) {
        return encoding == null ? text.length() / CHARACTERS_PER_TOKEN : encoding.countTokensOrdinary(text);
    }

    /** Whether it counts as the model does. */
    public boolean isExact() {
        return encoding != null;
    }

    /** How it counts, in words. */
    public String method() {
        return encoding == null
                ? "characters divided by " + (int) CHARACTERS_PER_TOKEN + ", as the model's tokenizer is not known"
                : "the model's tokenizer, " + encoding.getName();
    }
}
