/** What changes from one version of a template to another, told by its meaning and by whom it concerns. */
@NullMarked
package io.llmp.batch.template.diff;

import org.jspecify.annotations.NullMarked;
