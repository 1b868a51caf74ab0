package io.llmp.batch.input;

import com.github.luben.zstd.util.Native;

/** Knows whether ZSTD's native library can be used on this host, where it has to be unpacked and executed. */
public final class NativeZstd {

    private NativeZstd() {}

    /** Loads the library at the first call; safe for use by many threads. */
    public static boolean isLoaded() {
        try {
            Native.load();
            return Native.isLoaded();
        } catch (LinkageError e) {
            return false;
        }
    }
}
