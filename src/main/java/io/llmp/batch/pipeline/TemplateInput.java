package io.llmp.batch.pipeline;

import io.llmp.batch.input.InputOptions;
import io.llmp.batch.template.JobTemplate;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What a template says of the columns of its input. */
public final class TemplateInput {

    private TemplateInput() {}

    /** Returns {@code options} with the columns that {@code template} uses, and those of them that are text. */
    public static InputOptions options(InputOptions options, JobTemplate template) {
        Set<String> text = template.input().path("properties").properties().stream()
                .filter(property -> isText(property.getValue()))
                .map(property -> property.getKey())
                .collect(Collectors.toSet());
        return options.withColumns(RowLimit.of(template).used(), text);
    }

    private static boolean isText(JsonNode property) {
        JsonNode type = property.path("type");
        boolean text = type.isArray()
                ? type.valueStream().anyMatch(each -> each.asString().equals("string"))
                : type.stringValue("").equals("string");
        return text && !property.has("contentEncoding");
    }
}
