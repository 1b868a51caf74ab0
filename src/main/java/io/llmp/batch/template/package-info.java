/** Versioned job templates: reading, checking, rendering, and the registry of their versions. */
@NullMarked
package io.llmp.batch.template;

import org.jspecify.annotations.NullMarked;
