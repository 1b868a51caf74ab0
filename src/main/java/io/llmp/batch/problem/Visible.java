package io.llmp.batch.problem;

/**
 * Makes text of strangers (a provider's words, headers, keys, cells, names of files) safe to print and to log: what would
 * control a terminal or reorder a line is shown as an escape, as in {@code \\u001b}. In a JSON text that is the same text.
 */
public final class Visible {

    private Visible() {}

    /** Returns {@code text} with all of it visible, but for tabs and line feeds. */
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isHidden(text.charAt(i))) {
                return escaped(text);
            }
        }
        return text;
    }

    /** Returns {@code text} visible and with its further lines indented, so that none can pass for a line of ours. */
    public static String indented(String text) {
        return of(text).replace("\n", "\n    ");
    }

    private static String escaped(String text) {
        StringBuilder visible = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isHidden(c)) {
                visible.append(String.format("\\u%04x", (int) c));
            } else {
                visible.append(c);
            }
        }
        return visible.toString();
    }

    /** Control characters (C0, DEL, C1), line and paragraph separators, and the marks that reorder text (Unicode UAX 9). */
    private static boolean isHidden(char c) {
        boolean control = c < ' ' ? c != '\n' && c != '\t' : c >= 0x7F && c < 0xA0;
        boolean separator = c == 0x2028 || c == 0x2029;
        boolean direction = c == 0x061C
                || c == 0x200E
                || c == 0x200F
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069);
        return control || separator || direction || c == 0xFEFF;
    }
}
