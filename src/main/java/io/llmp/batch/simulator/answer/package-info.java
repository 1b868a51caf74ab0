/** What the simulated model says: values of the shape that a schema asks for, found in the text it is given. */
@NullMarked
package io.llmp.batch.simulator.answer;

import org.jspecify.annotations.NullMarked;
