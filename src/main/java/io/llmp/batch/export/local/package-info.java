/** Results as files of this machine. */
@NullMarked
package io.llmp.batch.export.local;

import org.jspecify.annotations.NullMarked;
