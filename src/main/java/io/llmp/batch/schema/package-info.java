/** JSON Schemas: compiled to check values, looked through, said in words, and as providers take them that constrain answers. */
@NullMarked
package io.llmp.batch.schema;

import org.jspecify.annotations.NullMarked;
