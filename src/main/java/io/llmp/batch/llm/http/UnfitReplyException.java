package io.llmp.batch.llm.http;

import java.io.IOException;

/** A reply whose status says success, and whose body cannot be one: too long, or in an encoding that is not known. */
final class UnfitReplyException extends IOException {

    UnfitReplyException(String message) {
        super(message);
    }
}
