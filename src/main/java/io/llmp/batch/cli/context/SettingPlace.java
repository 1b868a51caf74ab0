package io.llmp.batch.cli.context;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin.Location;
import org.springframework.core.io.Resource;

/**
 * Where the value of a configuration key comes from.
 *
 * @param prefix what a sentence about it begins with
 * @param remedy what to do about it
 */
record SettingPlace(String prefix, String remedy) {

    /** The command line, or somewhere that nobody knows. */
    static final SettingPlace UNKNOWN =
            new SettingPlace("", "Correct it on the command line or in the configuration directory.");

    static SettingPlace of(ConfigurationProperty property) {
        return of(Origin.from(property));
    }

    /** @param origin where the framework found the value, or null when it does not know */
    static SettingPlace of(@Nullable Origin origin) {
        if (origin instanceof PropertySourceOrigin source) {
            return of(source.getOrigin());
        }
        if (origin instanceof TextResourceOrigin text) {
            return new SettingPlace(file(text) + ": ", "Correct it there, or override it with --set.");
        }
        if (origin instanceof SystemEnvironmentOrigin variable) {
            return new SettingPlace(
                    "Environment variable " + variable.getProperty() + ": ", "Correct the variable, or unset it.");
        }
        return UNKNOWN;
    }

    private static String file(TextResourceOrigin origin) {
        Resource resource = origin.getResource();
        Location location = origin.getLocation();
        String lines = location == null ? "" : ":" + (location.getLine() + 1) + ":" + (location.getColumn() + 1);
        try {
            return (resource == null ? "the configuration" : resource.getFile().toString()) + lines;
        } catch (IOException e) {
            return "the configuration" + lines;
        }
    }
}
