package io.llmp.batch.store;

import org.jspecify.annotations.Nullable;

/**
 * The kinds of database a store can be, and all that differs between them in the SQL of the stores, which is common but
 * for these fragments.
 */
public enum SqlDialect {
    /** The embedded database under {@code LLMP_HOME}. */
    HSQLDB("io/llmp/batch/store/hsqldb", " USING INDEX"),
    /** A PostgreSQL server, 15 or newer. */
    POSTGRESQL("io/llmp/batch/store/postgresql", "") {
        @Override
        public @Nullable String storable(@Nullable String text) {
            return text == null ? null : text.replace('\0', '\uFFFD');
        }
    };

    private final String migrations;
    private final String inOrderOfIndex;

    SqlDialect(String migrations, String inOrderOfIndex) {
        this.migrations = migrations;
        this.inOrderOfIndex = inOrderOfIndex;
    }

    /** Returns the directory of the migrations in the class path. */
    String migrations() {
        return migrations;
    }

    /** Returns what to add behind the LIMIT of a query whose ORDER BY is that of an index, so that it is not sorted. */
    public String inOrderOfIndex() {
        return inOrderOfIndex;
    }

    /** Returns a text as a column can have it: PostgreSQL has no place for the character NUL. */
    public @Nullable String storable(@Nullable String text) {
        return text;
    }
}
