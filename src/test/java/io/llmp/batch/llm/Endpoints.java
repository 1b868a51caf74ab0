package io.llmp.batch.llm;

import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Endpoints for tests, as a configuration has them. */
public final class Endpoints {

    private Endpoints() {}

    /** Returns one that has the given keys set, and all others as they are without. */
    public static Endpoint of(Map<String, ?> keys) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        keys.forEach((key, value) -> source.put("endpoint." + key, value));
        return new Binder(source).bindOrCreate("endpoint", Endpoint.class);
    }

    /** Returns in what {@code endpoint} differs from its protocol. */
    public static Dialect dialect(Endpoint endpoint) {
        return endpoint.dialect("p");
    }
}
