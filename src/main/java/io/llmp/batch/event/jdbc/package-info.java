/** The event log in the database. */
@NullMarked
package io.llmp.batch.event.jdbc;

import org.jspecify.annotations.NullMarked;
