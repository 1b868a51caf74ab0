package io.llmp.batch.run.prepare;

import io.llmp.batch.input.Dataset;
import io.llmp.batch.input.InputOptions;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.use.InputCheck;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What a template says of the columns of its input. */
public final class TemplateInput {

    private static final List<String> DELIMITERS = List.of(";", "\t", "|", ",");

    private TemplateInput() {}

    /** Returns {@code options} with the columns that {@code template} uses, and those of them that are text. */
    public static InputOptions options(InputOptions options, JobTemplate template) {
        Set<String> text = template.input().path("properties").properties().stream()
                .filter(property -> isText(property.getValue()))
                .map(property -> property.getKey())
                .collect(Collectors.toSet());
        return options.withColumns(template.columns(), text);
    }

    /**
     * Makes sure that rows of {@code input} can satisfy the template.
     *
     * @throws ProblemException when they cannot; proposes another delimiter where that makes the columns of the only one
     */
    public static void requireColumns(Dataset dataset, JobTemplate template, String input) {
        List<String> columns = dataset.schema().columns();
        InputCheck check = new InputCheck(template);
        try {
            check.requireColumns(columns, input);
        } catch (ProblemException e) {
            for (String delimiter : columns.size() == 1 ? DELIMITERS : List.<String>of()) {
                if (fits(check, List.of(columns.get(0).split(Pattern.quote(delimiter), -1)), input)) {
                    throw ProblemException.invalid(
                            "The input " + input + " has one column, '" + columns.get(0) + "'.",
                            "Its columns seem to be separated by "
                                    + (delimiter.equals("\t")
                                            ? "tabs: give " + Setting.DELIMITER.to("$'\\t'") + " (in bash)."
                                            : "'" + delimiter + "': give " + Setting.DELIMITER.to("'" + delimiter + "'")
                                                    + "."));
                }
            }
            throw e;
        }
    }

    private static boolean fits(InputCheck check, List<String> columns, String input) {
        try {
            check.requireColumns(columns, input);
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }

    private static boolean isText(JsonNode property) {
        JsonNode type = property.path("type");
        boolean text = type.isArray()
                ? type.valueStream().anyMatch(each -> each.asString().equals("string"))
                : type.stringValue("").equals("string");
        return text && !property.has("contentEncoding");
    }
}
