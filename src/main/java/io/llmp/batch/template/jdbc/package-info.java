/** The template registry in the database. */
@NullMarked
package io.llmp.batch.template.jdbc;

import org.jspecify.annotations.NullMarked;
