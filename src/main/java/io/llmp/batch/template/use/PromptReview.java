package io.llmp.batch.template.use;

import io.llmp.batch.problem.ProblemWords;
import io.llmp.batch.schema.Json;
import io.llmp.batch.schema.SchemaShape;
import io.llmp.batch.template.use.PromptTags.Tag;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Finds tags of a prompt that a row of the input schema could never fill. */
public final class PromptReview {

    private static final Set<String> IN_LISTS = Set.of(".", "this", "-first", "-last", "-index");

    /** Beyond any sensible prompt; the Mustache library goes down a stack with each. */
    private static final int MOST_OPEN = 50;

    /** Where problems go. */
    public interface LineNotes {
        /**
         * Takes a problem, both texts whole sentences.
         *
         * @param line of the prompt, counted from 0
         */
        void note(int line, String problem, String remedy);
    }

    private record Section(Tag tag, SchemaShape shape) {}

    private final ObjectNode input;
    private final List<String> columns;
    private final LineNotes problems;
    private final Deque<Section> open = new ArrayDeque<>();

    private PromptReview(ObjectNode input, LineNotes problems) {
        this.input = input;
        this.columns = SchemaShape.declared(input);
        this.problems = problems;
    }

    /** LineNotes what is wrong with {@code prompt} for rows of the schema {@code input}. */
    public static void review(String prompt, ObjectNode input, LineNotes problems) {
        PromptReview review = new PromptReview(input, problems);
        PromptTags tags = PromptTags.of(prompt);
        for (Tag tag : tags.tags()) {
            review.tag(tag);
            if (review.open.size() > MOST_OPEN) {
                // What a tag means is looked for in all sections around it, so the rest could take minutes.
                return;
            }
        }
        review.open.forEach(section -> problems.note(
                section.tag().line(),
                "The section " + section.tag().text() + " is not closed.",
                "Close it with {{/" + section.tag().name() + "}}."));
        tags.unclosed()
                .forEach(line -> problems.note(line, "Here '{{' starts a tag that never ends.", "End it with '}}'."));
    }

    private void tag(Tag tag) {
        if (tag.name().isEmpty()) {
            problems.note(tag.line(), "The tag " + tag.text() + " names nothing.", "Name an input property in it.");
            return;
        }
        switch (tag.kind()) {
            case '>', '<', '$' -> unsupported(tag, "Partials and blocks are not supported.", "Write their text out.");
            case '=' -> unsupported(tag, "The delimiters cannot be changed.", "Remove the tag.");
            case '/' -> close(tag);
            default -> {
                SchemaShape shape = shape(tag);
                if (tag.kind() == '#' || tag.kind() == '^') {
                    if (open.size() == MOST_OPEN) {
                        unsupported(tag, "Sections are nested more than " + MOST_OPEN + " deep.", "Nest them less.");
                    }
                    open.push(new Section(tag, shape.types().contains("array") ? shape.element() : shape));
                }
            }
        }
    }

    private void unsupported(Tag tag, String problem, String remedy) {
        problems.note(tag.line(), problem, remedy);
    }

    private void close(Tag tag) {
        Section section = open.peek();
        if (section == null || !section.tag().name().equals(tag.name())) {
            problems.note(
                    tag.line(),
                    "The tag " + tag.text() + " closes no section.",
                    section == null
                            ? "Remove it."
                            : "First close " + section.tag().text() + ".");
            return;
        }
        open.pop();
    }

    /** Returns the shape of what {@code tag} names; an unknown one after noting that there is no such thing. */
    private SchemaShape shape(Tag tag) {
        SchemaShape shape = named(tag.name());
        if (shape == null) {
            problems.note(
                    tag.line(),
                    "The prompt uses " + tag.text() + ", which the input schema does not declare.",
                    ProblemWords.meant(
                            tag.name(),
                            columns,
                            "Add it to the input's properties, or use one of these: " + ProblemWords.listed(columns)
                                    + "."));
            return SchemaShape.of(input, Json.object());
        }
        return shape;
    }

    private @Nullable SchemaShape named(String name) {
        if (IN_LISTS.contains(name)) {
            return SchemaShape.of(input, Json.object());
        }
        SchemaShape whole = visible(name);
        if (whole != null || name.indexOf('.') <= 0) {
            return whole;
        }
        String[] steps = name.split("\\.", -1);
        SchemaShape shape = visible(steps[0]);
        for (int i = 1; i < steps.length && shape != null; i++) {
            shape = shape.member(steps[i]);
        }
        return shape;
    }

    /** Looks in the sections around, from the inside out, then among the columns, which are only those declared. */
    private @Nullable SchemaShape visible(String name) {
        for (Section section : open) {
            SchemaShape member = section.tag().kind() == '#' ? section.shape().member(name) : null;
            if (member != null) {
                return member;
            }
        }
        return columns.contains(name)
                ? SchemaShape.of(input, input.path("properties").path(name))
                : null;
    }
}
