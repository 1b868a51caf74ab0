package io.llmp.batch.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class CausesTest {

    private final IOException disk = new IOException("disk");
    private final UncheckedIOException unchecked = new UncheckedIOException(disk);
    private final IllegalStateException outer = new IllegalStateException(unchecked);

    @Test
    void areFromTheOutermostToTheInnermost() {
        assertThat(Causes.of(outer)).containsExactly(outer, unchecked, disk);
        assertThat(Causes.of(null)).isEmpty();
    }

    @Test
    void areFoundByTheirType() {
        assertThat(Causes.first(outer, UncheckedIOException.class)).contains(unchecked);
        assertThat(Causes.first(outer, RuntimeException.class)).containsSame(outer);
        assertThat(Causes.first(outer, ProblemException.class)).isEmpty();
        assertThat(Causes.first(null, ProblemException.class)).isEmpty();
    }

    @Test
    void endWithTheInnermost() {
        assertThat(Causes.innermost(outer)).isSameAs(disk);
        assertThat(Causes.innermost(disk)).isSameAs(disk);
    }

    @Test
    void ofAFutureAreWithoutItsWrapping() {
        assertThat(Causes.ofFuture(new CompletionException(outer))).isSameAs(outer);
        assertThat(Causes.ofFuture(outer)).isSameAs(outer);
        CompletionException bare = new CompletionException("bare", null);
        assertThat(Causes.ofFuture(bare)).isSameAs(bare);
    }
}
