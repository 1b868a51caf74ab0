/** Output schemas as providers take them that constrain their answers. Used by protocol adapters only. */
@NullMarked
package io.llmp.batch.llm.schema;

import org.jspecify.annotations.NullMarked;
