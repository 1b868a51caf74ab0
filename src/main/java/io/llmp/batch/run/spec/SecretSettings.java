package io.llmp.batch.run.spec;

import java.util.Locale;
import java.util.regex.Pattern;

/** Knows which settings may hold a secret: the store's password, headers for collectors, and what an address carries. */
final class SecretSettings {

    /** In the configuration's plain form: lower case, and letters only. */
    private static final Pattern KEYS = Pattern.compile(".*(password(?!file)|otlpheaders).*");

    /** An address with a user, or with parameters, which may be a token. */
    private static final Pattern ADDRESS = Pattern.compile("(?s)[A-Za-z][A-Za-z0-9+.:-]*://([^/]*@.*|.*\\?.*)");

    private SecretSettings() {}

    static boolean holdsOne(String key, String value) {
        // Spring takes llmp.store.passWord and llmp.store.pass-word for llmp.store.password.
        String plain = key.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        return KEYS.matcher(plain).matches() || ADDRESS.matcher(value).matches();
    }
}
