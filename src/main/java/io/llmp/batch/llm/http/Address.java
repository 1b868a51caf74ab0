package io.llmp.batch.llm.http;

import io.llmp.batch.llm.Dialect;
import io.llmp.batch.llm.ModelRequest;
import io.llmp.batch.llm.Provider;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where a call goes, and with which headers. */
final class Address {

    private static final String MODEL = "{model}";

    private Address() {}

    static String of(Provider provider, Wire wire, ModelRequest request) {
        Dialect dialect = provider.dialect();
        String base = provider.baseUrl().toString();
        String path = dialect.path() == null ? wire.path() : dialect.path();
        // Some give the version with the address, where the protocol has it in the path.
        if (dialect.path() == null && path.startsWith("/v1/") && base.endsWith("/v1")) {
            path = path.substring("/v1".length());
        }
        return base + path.replace(MODEL, encoded(request.model())) + query(dialect.query());
    }

    private static String query(Map<String, String> query) {
        return query.isEmpty()
                ? ""
                : new TreeMap<>(query)
                        .entrySet().stream()
                                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                                .collect(Collectors.joining("&", "?", ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** @param key the key to call with, or null for none */
    static Map<String, String> headers(Provider provider, Wire wire, @Nullable String key) {
        String keyHeader = provider.dialect().keyHeader();
        Map<String, String> headers = new LinkedHashMap<>(wire.headers(keyHeader == null ? key : null));
        if (keyHeader != null && key != null) {
            headers.put(keyHeader, key);
        }
        headers.putAll(provider.dialect().headers());
        return headers;
    }
}
