/** What is examined before anything is paid, and the request that a row would make. */
@NullMarked
package io.llmp.batch.run.prepare;

import org.jspecify.annotations.NullMarked;
