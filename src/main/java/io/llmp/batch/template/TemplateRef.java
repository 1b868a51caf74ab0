package io.llmp.batch.template;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.ProblemWords;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A template as a user names it: {@code name} or {@code name@version}.
 *
 * @param version the version, or null for one that changes with time
 * @param latest whether it is the newest version that is meant rather than the active one; false with a version
 */
public record TemplateRef(String name, @Nullable Integer version, boolean latest) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    private static final String FORMS =
            "Write NAME or NAME@active for the active version, NAME@latest for the newest, NAME@3 for the third.";

    /** What a template's name consists of, for problems. */
    public static final String NAME_RULE =
            "Use letters, digits, '.', '_' and '-', starting with a letter or digit, at most 64 characters.";

    public TemplateRef {
        if (!isName(name)) {
            throw new IllegalArgumentException("name must be that of a template but was '" + name + "'");
        }
        if (version != null && version < 1) {
            throw new IllegalArgumentException("version must be at least 1 but was " + version);
        }
        if (version != null && latest) {
            throw new IllegalArgumentException("latest must be false with a version but the version was " + version);
        }
    }

    /** Names a version, or with null the active one. */
    public TemplateRef(String name, @Nullable Integer version) {
        this(name, version, false);
    }

    /**
     * Reads {@code name}, {@code name@active}, {@code name@latest} or {@code name@3}.
     *
     * @throws ProblemException when the text is none of these
     */
    public static TemplateRef parse(String text) {
        int at = text.indexOf('@');
        String name = at < 0 ? text : text.substring(0, at);
        if (!isName(name)) {
            throw ProblemException.invalid(
                    ProblemWords.quoted(text) + " names no job template.", FORMS + " " + NAME_RULE);
        }
        if (at < 0) {
            return new TemplateRef(name, null);
        }
        String version = text.substring(at + 1);
        if (version.equals("active") || version.equals("latest")) {
            return new TemplateRef(name, null, version.equals("latest"));
        }
        if (!NUMBER.matcher(version).matches()) {
            throw ProblemException.invalid(
                    ProblemWords.quoted(version) + " in " + ProblemWords.quoted(text) + " is no version.", FORMS);
        }
        return new TemplateRef(name, Integer.valueOf(version));
    }

    /**
     * Reads the name of a template as a whole, without a version.
     *
     * @throws ProblemException when the text is none
     */
    public static String name(String text) {
        int at = text.indexOf('@');
        if (at > 0 && isName(text.substring(0, at))) {
            throw ProblemException.invalid(
                    ProblemWords.quoted(text) + " names a version, and this is about the template as a whole.",
                    "Write " + text.substring(0, at) + " alone.");
        }
        if (!isName(text)) {
            throw ProblemException.invalid(ProblemWords.quoted(text) + " names no job template.", NAME_RULE);
        }
        return text;
    }

    /** Returns whether {@code text} may name a template. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
