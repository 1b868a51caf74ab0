/** A template applied to its own examples, outside of any run. */
@NullMarked
package io.llmp.batch.run.test;

import org.jspecify.annotations.NullMarked;
