package io.llmp.batch.template;

import io.llmp.batch.problem.Nearest;
import io.llmp.batch.problem.Operation;
import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.ProblemWords;
import java.util.List;
import java.util.Optional;

/** What a user is told who names a template or a version that is not there: what there is, and what was probably meant. */
public final class UnknownTemplate {

    private static final int LONGEST_NAME = 64;

    private UnknownTemplate() {}

    /** Returns the problem with {@code name}, which is none of {@code names}, all there are. */
    public static ProblemException named(String name, List<String> names) {
        String problem = "There is no job template '" + ProblemWords.bounded(name, LONGEST_NAME) + "'";
        if (names.isEmpty()) {
            return ProblemException.invalid(
                    problem + "; none is registered yet.",
                    "Register one with '" + Operation.REGISTER_TEMPLATE.on("FILE") + "'.");
        }
        Optional<String> near = Nearest.to(name, names);
        return ProblemException.invalid(
                problem + "."
                        + near.map(meant -> " Did you mean '" + meant + "'?").orElse(""),
                "Registered are: " + ProblemWords.listed(names) + ". '" + Operation.REGISTER_TEMPLATE.on("FILE")
                        + "' registers another.");
    }

    /** Returns the problem with {@code version}, which is none of {@code versions}, all that {@code name} has. */
    public static ProblemException version(String name, int version, List<TemplateVersion> versions) {
        List<String> numbers =
                versions.stream().map(each -> String.valueOf(each.version())).toList();
        return ProblemException.invalid(
                "The job template '" + name + "' has no version " + version + ". Its versions are: "
                        + ProblemWords.listed(numbers) + ".",
                "Name one of these, or leave the version out for the active one.");
    }

    /** Returns the problem that {@code name}, all of whose versions are drafts, has none that is active. */
    public static ProblemException active(String name) {
        return ProblemException.invalid(
                "The job template '" + name + "' has no active version: it was registered as a draft.",
                "Name a version, such as " + name + "@latest, or make one active with '"
                        + Operation.ACTIVATE_TEMPLATE.on(name + "@latest") + "'.");
    }
}
