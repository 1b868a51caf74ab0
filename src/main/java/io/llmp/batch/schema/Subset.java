package io.llmp.batch.schema;

import java.util.Set;

/**
 * The part of JSON Schema by which a provider can constrain an answer, beyond what all of them know: {@code type},
 * {@code enum}, {@code const}, {@code anyOf}, {@code $ref} into {@code $defs}, closed objects, arrays, and annotations.
 *
 * @param constraints keywords that bound a value and are kept
 * @param formats names of formats that are kept
 * @param optionalMembers whether an object may lack a member; else it is null where it would be lacking
 * @param recursion whether a reference may lead into what it is part of
 * @param mostMinItems largest {@code minItems} that is kept
 * @param mostLevels objects within one another
 * @param mostMembers members of all objects
 * @param mostOptional members that may be lacking, of all objects
 * @param mostUnions values with several types or alternatives
 * @param mostConstants values in all enumerations
 * @param mostText characters in all names and constants
 */
public record Subset(
        Set<String> constraints,
        Set<String> formats,
        boolean optionalMembers,
        boolean recursion,
        int mostMinItems,
        int mostLevels,
        int mostMembers,
        int mostOptional,
        int mostUnions,
        int mostConstants,
        int mostText) {
    public Subset {
        constraints = Set.copyOf(constraints);
        formats = Set.copyOf(formats);
    }
}
