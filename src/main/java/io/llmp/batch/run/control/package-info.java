/**
 * What happens beside the calls of a run: its lease, its orders, its limits on skips, its progress, and why it ends.
 */
@NullMarked
package io.llmp.batch.run.control;

import org.jspecify.annotations.NullMarked;
