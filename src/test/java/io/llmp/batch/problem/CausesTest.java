package io.llmp.batch.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class CausesTest {

    private static final IOException DISK = new IOException("disk");
    private static final UncheckedIOException UNCHECKED = new UncheckedIOException(DISK);
    private static final IllegalStateException OUTER = new IllegalStateException(UNCHECKED);

    @Test
    void areFromTheOutermostToTheInnermost() {
        assertThat(Causes.of(OUTER)).containsExactly(OUTER, UNCHECKED, DISK);
        assertThat(Causes.of(null)).isEmpty();
    }

    @Test
    void areFoundByTheirType() {
        assertThat(Causes.first(OUTER, UncheckedIOException.class)).contains(UNCHECKED);
        assertThat(Causes.first(OUTER, RuntimeException.class)).containsSame(OUTER);
        assertThat(Causes.first(OUTER, ProblemException.class)).isEmpty();
        assertThat(Causes.first(null, ProblemException.class)).isEmpty();
    }

    @Test
    void endWithTheInnermost() {
        assertThat(Causes.innermost(OUTER)).isSameAs(DISK);
        assertThat(Causes.innermost(DISK)).isSameAs(DISK);
    }

    @Test
    void ofAFutureAreWithoutItsWrapping() {
        assertThat(Causes.ofFuture(new CompletionException(OUTER))).isSameAs(OUTER);
        assertThat(Causes.ofFuture(OUTER)).isSameAs(OUTER);
        CompletionException bare = new CompletionException("bare", null);
        assertThat(Causes.ofFuture(bare)).isSameAs(bare);
    }
}
