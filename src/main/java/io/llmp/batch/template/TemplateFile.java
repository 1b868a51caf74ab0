package io.llmp.batch.template;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.template.TemplateProblems.Position;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads template files (YAML 1.2, UTF-8, at most 1 MB), strictly: whatever would surprise a user later is refused with
 * file, line and remedy.
 */
public final class TemplateFile {

    private static final int MAX_BYTES = 1_000_000;

    private TemplateFile() {}

    /**
     * Reads and checks the template in {@code file}.
     *
     * @throws ProblemException naming all that is wrong with it, each on a line of its own that starts with
     *     {@code file:line:column:}
     */
    public static JobTemplate read(Path file) {
        TemplateProblems problems = new TemplateProblems(file.toString());
        String text = text(bytes(file), problems);
        YamlDocument document = problems.isEmpty() ? YamlReader.read(text, problems) : null;
        if (document != null) {
            new TemplateReview(document, problems).review();
        }
        if (document == null || !problems.isEmpty()) {
            throw problems.exception();
        }
        return TemplateJson.template((ObjectNode) document.root());
    }

    /** Returns {@code template} as YAML that {@link #read} turns into the same template. */
    public static String write(JobTemplate template) {
        return YamlWriter.write(TemplateJson.tree(template));
    }

    private static byte[] bytes(Path file) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw ProblemException.invalid("There is no file " + file + ".", "Give the path of a job template.", e);
        } catch (IOException e) {
            throw ProblemException.invalid(
                    "The file " + file + " cannot be read: " + e.getMessage() + ".",
                    "Give the path of a job template that you may read.",
                    e);
        }
        if (bytes.length > MAX_BYTES) {
            throw ProblemException.invalid(
                    "The file " + file + " is larger than 1 MB, which no job template is.",
                    "Give the path of a job template; rows belong in the input dataset.");
        }
        return bytes;
    }

    private static String text(byte[] bytes, TemplateProblems problems) {
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true);
        text.flip();
        String decoded = text.toString();
        if (result.isError()) {
            int line = (int) decoded.chars().filter(c -> c == '\n').count() + 1;
            int column = decoded.length() - decoded.lastIndexOf('\n');
            problems.add(new Position(line, column), "The file is not UTF-8 text.", "Save it as UTF-8.");
        }
        return decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
    }
}
