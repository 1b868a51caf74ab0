package io.llmp.batch.template.file;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.TemplateDigest;
import io.llmp.batch.template.TemplateJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads template files (YAML 1.2, UTF-8, at most 1 MB with all examples), strictly: whatever would surprise a user later
 * is refused with file, line and remedy.
 */
public final class TemplateFile {

    /** Room for the comment that stands before a template when it is shown. */
    private static final int COMMENT = 500;

    private TemplateFile() {}

    /**
     * Reads and checks the template in {@code file}, with the examples in the file beside it that it may name.
     *
     * @throws ProblemException naming all that is wrong with it, each on a line of its own that starts with
     *     {@code file:line:column:}
     */
    public static JobTemplate read(Path file) {
        TemplateProblems problems = new TemplateProblems(file.toString());
        String text = Utf8.decode(bytes(file), problems);
        JobTemplate template = text == null ? null : template(file, text, problems);
        if (template == null) {
            throw problems.exception();
        }
        requireWritable(file, template);
        return template;
    }

    private static @Nullable JobTemplate template(Path file, String text, TemplateProblems problems) {
        SourceTree source = YamlReader.read(text, problems);
        return source == null ? null : new TemplateReview(file, source, problems).template();
    }

    /** Returns {@code template} as YAML that {@link #read} turns into the same template, its examples in it. */
    public static String write(JobTemplate template) {
        return YamlWriter.write(TemplateJson.tree(template));
    }

    /** Whatever is registered can be shown, and what is shown can be registered. */
    private static void requireWritable(Path file, JobTemplate template) {
        String yaml = write(template);
        if (yaml.getBytes(StandardCharsets.UTF_8).length > Utf8.MAX_BYTES - COMMENT) {
            throw ProblemException.invalid(
                    "The template in " + file + ", with its examples and aliases written out, is larger than 1 MB.",
                    "Give it fewer or shorter examples; rows belong in the input dataset.");
        }
        TemplateProblems problems = new TemplateProblems(file.toString());
        SourceTree again = YamlReader.read(yaml, problems);
        if (again == null
                || !problems.isEmpty()
                || !TemplateDigest.of(TemplateJson.template((ObjectNode) again.root()))
                        .equals(TemplateDigest.of(template))) {
            throw ProblemException.invalid(
                    "The template in " + file + " holds values that no template file can hold.",
                    "Look for structures nested very deeply, and for numbers of very many digits.");
        }
    }

    private static byte[] bytes(Path file) {
        byte[] bytes;
        try {
            bytes = Utf8.bytes(file);
        } catch (NoSuchFileException e) {
            throw ProblemException.invalid("There is no file " + file + ".", "Give the path of a job template.", e);
        } catch (IOException e) {
            throw ProblemException.invalid(
                    "The file " + file + " cannot be read: " + e.getMessage() + ".",
                    "Give the path of a job template that you may read.",
                    e);
        }
        if (bytes.length > Utf8.MAX_BYTES) {
            throw ProblemException.invalid(
                    "The file " + file + " is larger than 1 MB, which no job template is.",
                    "Give the path of a job template; rows belong in the input dataset.");
        }
        return bytes;
    }
}
