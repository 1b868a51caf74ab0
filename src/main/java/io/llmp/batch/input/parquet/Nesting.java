package io.llmp.batch.input.parquet;

import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/** What a group of fields stands for, by the Parquet format's rules, those for older writers included. */
enum Nesting {
    RECORD,
    LIST,
    /** A map whose keys are text. One with other keys is the list of records that it is stored as. */
    MAP;

    static Nesting of(GroupType group) {
        LogicalTypeAnnotation annotation = group.getLogicalTypeAnnotation();
        if (group.getFieldCount() != 1 || !group.getType(0).isRepetition(Repetition.REPEATED)) {
            return RECORD;
        }
        if (annotation instanceof ListLogicalTypeAnnotation) {
            return LIST;
        }
        boolean map = annotation instanceof MapLogicalTypeAnnotation || annotation instanceof MapKeyValueTypeAnnotation;
        if (!map) {
            return RECORD;
        }
        return hasTextKeys(group.getType(0)) ? MAP : LIST;
    }

    private static boolean hasTextKeys(Type entry) {
        if (entry.isPrimitive() || entry.asGroupType().getFieldCount() != 2) {
            return false;
        }
        Type key = entry.asGroupType().getType(0);
        LogicalTypeAnnotation annotation = key.getLogicalTypeAnnotation();
        return key.isRepetition(Repetition.REQUIRED)
                && key.isPrimitive()
                && (annotation instanceof StringLogicalTypeAnnotation
                        || annotation instanceof EnumLogicalTypeAnnotation);
    }

    /** Says whether a list's repeated field is itself the element, as older writers have it, or holds the element. */
    static boolean isElement(GroupType list) {
        Type repeated = list.getType(0);
        if (repeated.isPrimitive()
                || repeated.asGroupType().getFieldCount() != 1
                || !(list.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation)) {
            return true;
        }
        return repeated.asGroupType().getType(0).isRepetition(Repetition.REPEATED)
                || repeated.getName().equals("array")
                || repeated.getName().equals(list.getName() + "_tuple");
    }
}
