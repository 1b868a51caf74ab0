/** Answers by one call for each request. */
@NullMarked
package io.llmp.batch.answer.online;

import org.jspecify.annotations.NullMarked;
