package io.llmp.batch.input.csv;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;

/**
 * How many bytes of a file a decoded character came from, which is what lets reading start in the middle of the file.
 * Known for UTF-8 and for encodings of one byte per character. In others, UTF-16 and Shift_JIS among them, the bytes depend
 * on a mark at the file's beginning or on what came before, so such a file is only read from there.
 */
enum CharacterWidth {
    ONE_BYTE,
    UTF_8,
    UNKNOWN;

    static CharacterWidth of(Charset charset) {
        if (charset.equals(StandardCharsets.UTF_8)) {
            return UTF_8;
        }
        return charset.canEncode() && isOneToOne(charset) ? ONE_BYTE : UNKNOWN;
    }

    private static boolean isOneToOne(Charset charset) {
        CharsetEncoder encoder = charset.newEncoder();
        return encoder.maxBytesPerChar() == 1 && charset.newDecoder().maxCharsPerByte() == 1;
    }

    /** Bytes of {@code c}; each half of a surrogate pair counts as half of the pair's four. 0 when not known. */
    int of(int c) {
        if (this == UTF_8) {
            return c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate((char) c) ? 2 : 3;
        }
        return this == ONE_BYTE ? 1 : 0;
    }
}
