/** What is asked of a run, as plain data that is stored with it, and how a run is continued. */
@NullMarked
package io.llmp.batch.run.spec;

import org.jspecify.annotations.NullMarked;
