package io.llmp.batch.cli.context;

import io.llmp.batch.problem.Causes;
import io.llmp.batch.problem.Nearest;
import io.llmp.batch.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.validation.FieldError;

/** Puts into our words why a configuration key cannot be used. */
final class Misconfiguration {

    /** What the constraints on our settings demand, by their names. */
    private static final Map<String, String> CONSTRAINTS =
            Map.of("PositiveOrZero", "must be at least 0", "NotNull", "must not be empty");

    private static final Pattern ISO_DURATION = Pattern.compile("\\bPT-?[0-9][-0-9A-Z.]*");

    private Misconfiguration() {}

    /** Returns the problem behind {@code e}, or null when that is not the configuration's fault. */
    static @Nullable ProblemException in(Throwable e) {
        BindException innermost = null;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException) {
                return null;
            }
            if (cause instanceof UnboundConfigurationPropertiesException unknown) {
                return unknown(unknown, innermost);
            }
            if (cause instanceof BindValidationException invalid) {
                return invalid(invalid);
            }
            if (cause instanceof BindException bind) {
                innermost = bind;
            }
        }
        return innermost == null ? null : unusable(innermost);
    }

    private static ProblemException unknown(
            UnboundConfigurationPropertiesException unknown, @Nullable BindException bind) {
        ConfigurationProperty property =
                unknown.getUnboundProperties().iterator().next();
        ConfigurationPropertyName name = property.getName();
        Set<String> known = bind == null ? Set.of() : allKeys(bind.getTarget().getType());
        String meant = Nearest.to(name.getLastElement(Form.DASHED), known)
                .map(near -> " Did you mean '" + name.getParent() + "." + near + "'?")
                .orElse("");
        return problem(SettingPlace.of(property), "Unknown configuration key '" + name + "'." + meant, unknown);
    }

    private static ProblemException invalid(BindValidationException invalid) {
        List<String> faults = new ArrayList<>();
        invalid.getValidationErrors().getAllErrors().forEach(error -> {
            String field = error instanceof FieldError in ? "." + dashed(in.getField()) : "";
            Object value = error instanceof FieldError in ? in.getRejectedValue() : null;
            faults.add(invalid.getValidationErrors().getName() + field + " "
                    + CONSTRAINTS.getOrDefault(String.valueOf(error.getCode()), "has a value that is not allowed")
                    + (value == null ? "" : " but was " + value) + ".");
        });
        return problem(SettingPlace.UNKNOWN, String.join(" ", faults), invalid);
    }

    private static ProblemException unusable(BindException bind) {
        String name = bind.getName().toString();
        String rule = rule(bind);
        if (rule != null) {
            return problem(SettingPlace.UNKNOWN, sentence(name, rule, bind), bind);
        }
        ConversionFailedException failed = cause(bind, ConversionFailedException.class);
        ConfigurationProperty property = bind.getProperty();
        SettingPlace place = property == null || !property.getName().equals(bind.getName())
                ? SettingPlace.UNKNOWN
                : SettingPlace.of(property);
        Object value = failed == null ? property == null ? null : property.getValue() : failed.getValue();
        Class<?> type = failed == null
                ? bind.getTarget().getType().resolve(Object.class)
                : failed.getTargetType().getType();
        return problem(
                place,
                value == null
                        ? "The configuration key " + name + " cannot be used."
                        : WrongValue.ofKey(name, value, type),
                bind);
    }

    /** Returns a rule of ours that a value breaks; whatever else is thrown is a library's. */
    private static @Nullable String rule(BindException bind) {
        Throwable root = Causes.innermost(bind);
        String message = root.getMessage();
        return root instanceof IllegalArgumentException && message != null && message.contains(" must ")
                ? message
                : null;
    }

    /** Rules begin with the name of what they are about, as it is in the code. */
    private static String sentence(String name, String rule, BindException bind) {
        String words = ISO_DURATION
                .matcher(rule)
                .replaceAll(span -> Matcher.quoteReplacement(
                        DurationStyle.SIMPLE.print(DurationStyle.ISO8601.parse(span.group()))));
        int end = words.indexOf(' ');
        String key = dashed(words.substring(0, end));
        return keys(bind.getTarget().getType().resolve(Object.class)).anyMatch(key::equals)
                ? name + "." + key + words.substring(end) + "."
                : "The configuration key " + name + " cannot be used: " + words + ".";
    }

    private static ProblemException problem(SettingPlace place, String words, Throwable cause) {
        return ProblemException.invalid(place.prefix() + words, place.remedy(), cause);
    }

    private static <T extends Throwable> @Nullable T cause(Throwable e, Class<T> type) {
        return Causes.first(e, type).orElse(null);
    }

    /** Returns the keys of a group, and of what its lists and mappings hold. */
    private static Set<String> allKeys(ResolvableType type) {
        Set<String> keys = new TreeSet<>();
        collect(type, keys, new TreeSet<>());
        return keys;
    }

    private static void collect(ResolvableType type, Set<String> keys, Set<String> seen) {
        for (ResolvableType generic : type.getGenerics()) {
            collect(generic, keys, seen);
        }
        Class<?> raw = type.resolve();
        if (raw == null || !raw.isRecord() || !seen.add(raw.getName())) {
            return;
        }
        keys(raw).forEach(keys::add);
        Stream.of(raw.getRecordComponents())
                .forEach(component -> collect(ResolvableType.forType(component.getGenericType()), keys, seen));
    }

    private static Stream<String> keys(Class<?> settings) {
        return settings.isRecord()
                ? Stream.of(settings.getRecordComponents()).map(component -> dashed(component.getName()))
                : Stream.empty();
    }

    private static String dashed(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
