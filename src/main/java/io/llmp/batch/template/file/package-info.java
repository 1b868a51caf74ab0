/** Reading and reviewing template files: YAML, examples, schemas and prompts, with the line of each problem. */
@NullMarked
package io.llmp.batch.template.file;

import org.jspecify.annotations.NullMarked;
