package io.llmp.batch.report.page;

/** Makes what has no shape visible, so that no text can hide in another or break a file. */
public final class VisibleText {

    private static final int PICTURES = 0x2400;
    private static final String UNKNOWN = "\uFFFD";

    private VisibleText() {}

    /**
     * Returns {@code text} with a picture for each control character but tab and line feed, and without characters that XML
     * and HTML do not allow: halves of surrogate pairs and codes that stand for nothing.
     */
    public static String of(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().forEach(code -> {
            if (code == '\t' || code == '\n') {
                visible.appendCodePoint(code);
            } else if (code < ' ') {
                visible.appendCodePoint(PICTURES + code);
            } else if (isAllowed(code)) {
                visible.appendCodePoint(code);
            } else {
                visible.append(UNKNOWN);
            }
        });
        return visible.toString();
    }

    private static boolean isAllowed(int code) {
        boolean control = code >= 0x7F && code < 0xA0;
        boolean half = code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
        boolean nothing = (code & 0xFFFE) == 0xFFFE || (code >= 0xFDD0 && code <= 0xFDEF);
        return !control && !half && !nothing;
    }
}
