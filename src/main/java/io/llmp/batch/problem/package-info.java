/** What the user can fix: what is wrong, where, and what to do. */
@NullMarked
package io.llmp.batch.problem;

import org.jspecify.annotations.NullMarked;
