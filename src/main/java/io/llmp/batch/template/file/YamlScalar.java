package io.llmp.batch.template.file;

import io.llmp.batch.problem.ProblemWords;
import io.llmp.batch.schema.ExactNumbers;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/**
 * What a scalar means under the core schema of YAML 1.2: either a JSON value, numbers exact, or a problem.
 *
 * @param problem what is wrong with it, as a sentence, or null
 */
record YamlScalar(@Nullable JsonNode node, @Nullable String problem) {

    private static final ScalarResolver RESOLVER = new CoreSchema().getScalarResolver();
    private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0[0-9]+");
    private static final int MAX_DIGITS = 400;
    private static final int MAX_EXPONENT = 400;

    /** Returns the meaning of {@code text}; only a plain scalar, one without quotes, can be other than a text. */
    static YamlScalar of(String text, boolean plain) {
        Tag tag = RESOLVER.resolve(text, plain);
        if (tag.equals(Tag.NULL)) {
            return value(NullNode.getInstance());
        }
        if (tag.equals(Tag.BOOL)) {
            return value(BooleanNode.valueOf(Boolean.parseBoolean(text)));
        }
        if (tag.equals(Tag.INT)) {
            return integer(text);
        }
        if (tag.equals(Tag.FLOAT)) {
            return decimal(text);
        }
        return text(text);
    }

    boolean isText() {
        return node != null && node.isString();
    }

    static boolean isNull(String plain) {
        return RESOLVER.resolve(plain, true).equals(Tag.NULL);
    }

    private static YamlScalar text(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSurrogatePair(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : ' ')) {
                    return problem("The text holds one half of a surrogate pair, which is no character.");
                }
                i++;
            }
        }
        return value(StringNode.valueOf(text));
    }

    private static YamlScalar integer(String text) {
        if (LEADING_ZERO.matcher(text).matches()) {
            return problem("The number " + ProblemWords.quoted(text) + " starts with a zero.");
        }
        if (text.length() > MAX_DIGITS) {
            return problem("The number has more than " + MAX_DIGITS + " digits.");
        }
        if (text.startsWith("0o")) {
            return value(ExactNumbers.node(new BigInteger(text.substring(2), 8)));
        }
        if (text.startsWith("0x")) {
            return value(ExactNumbers.node(new BigInteger(text.substring(2), 16)));
        }
        return value(ExactNumbers.node(new BigInteger(text)));
    }

    private static YamlScalar decimal(String text) {
        String digits = text.replaceFirst("[-+]?\\.(?i:inf|nan)", "");
        if (digits.isEmpty()) {
            return problem("JSON has no number " + ProblemWords.quoted(text) + ".");
        }
        BigDecimal number = ExactNumbers.decimal(text);
        if (number == null || Math.abs(number.scale()) > MAX_EXPONENT) {
            return problem("The number " + ProblemWords.quoted(text) + " is too long.");
        }
        return value(ExactNumbers.node(number));
    }

    private static YamlScalar value(JsonNode node) {
        return new YamlScalar(node, null);
    }

    private static YamlScalar problem(String problem) {
        return new YamlScalar(null, problem);
    }
}
