package io.llmp.batch.report.markdown;

import io.llmp.batch.report.page.VisibleText;

/** Texts that Markdown leaves as they are. */
final class Markdown {

    /** What begins markup, HTML, a link by its colon, or ends a cell; escaped as HTML numbers, which works everywhere. */
    private static final String SPECIAL = "\\`*_{}[]<>&#|~!$";

    private Markdown() {}

    /** Returns {@code text} on one line, so that it is shown letter by letter. */
    static String text(String text) {
        StringBuilder escaped = new StringBuilder();
        String visible =
                VisibleText.of(text.replace("\r\n", " ").replace('\n', ' ').replace('\t', ' '));
        for (int i = 0; i < visible.length(); i++) {
            char c = visible.charAt(i);
            boolean link = c == ':' && visible.startsWith("://", i);
            if (link || SPECIAL.indexOf(c) >= 0) {
                escaped.append("&#").append((int) c).append(';');
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString().strip();
    }
}
