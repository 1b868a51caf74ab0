package io.llmp.batch.template.diff;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One difference between two versions. */
public sealed interface Change {

    /** The part of the template it is in: a key of a template file. */
    String part();

    /**
     * A text reads differently.
     *
     * @param from the former text, empty when there was none
     * @param to the present text, empty when there is none
     * @param pieces both texts in pieces that are kept, removed or added, in order
     */
    record Text(String part, String from, String to, List<Piece> pieces) implements Change {
        public Text {
            pieces = List.copyOf(pieces);
        }
    }

    /**
     * A schema says something else.
     *
     * @param part {@code input} or {@code output}
     * @param path where, as people write it: {@code items[].price}; empty for the schema itself
     * @param compatibility whom it concerns
     * @param message what changed, and what that means
     */
    record Schema(String part, String path, Compatibility compatibility, String message) implements Change {}

    /**
     * A setting or an example is another.
     *
     * @param path where in the part; empty for the part itself
     * @param from the former value, or null when there was none
     * @param to the present value, or null when there is none
     */
    record Value(
            String part,
            String path,
            @Nullable JsonNode from,
            @Nullable JsonNode to) implements Change {}
}
