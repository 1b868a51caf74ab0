package io.llmp.batch.simulator.answer;

import tools.jackson.databind.JsonNode;

/** The form of a value that a schema asks for, and how to find one in a text. Safe for use by many threads. */
interface Shape {

    JsonNode fill(Source source);

    /** A shape that is always the same value. */
    static Shape constant(JsonNode value) {
        return source -> value;
    }
}
