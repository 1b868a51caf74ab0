package io.llmp.batch.problem;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks through the causes of a failure. */
public final class Causes {

    private Causes() {}

    /** Returns {@code failure} and what caused it, the outermost first; nothing for null. */
    public static Stream<Throwable> of(@Nullable Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }

    /** Returns the outermost of {@code failure} and its causes that is of a type. */
    public static <T extends Throwable> Optional<T> first(@Nullable Throwable failure, Class<T> type) {
        return of(failure).filter(type::isInstance).map(type::cast).findFirst();
    }

    /** Returns the innermost cause, which is {@code failure} itself where it has none. */
    public static Throwable innermost(Throwable failure) {
        return of(failure).reduce(failure, (outer, inner) -> inner);
    }

    /** Returns what a future ended by, without the wrapping that futures put around it. */
    public static Throwable ofFuture(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
