package io.llmp.batch.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmp.batch.input.InputFingerprint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunIdentityTest {

    private static final Provenance MADE_BY = new Provenance("triage", 1, "digest", "openai", "gpt");
    private static final InputFingerprint CONTENT = new InputFingerprint(10, "content");

    @Test
    void everyPartMakesAnotherRun() {
        List<String> digests = new ArrayList<>();
        digests.add(digest(MADE_BY, "/in", CONTENT, "/out", null, null));
        digests.add(digest(new Provenance("other", 1, "digest", "openai", "gpt"), "/in", CONTENT, "/out", null, null));
        digests.add(digest(new Provenance("triage", 2, "digest", "openai", "gpt"), "/in", CONTENT, "/out", null, null));
        digests.add(digest(new Provenance("triage", 1, "other", "openai", "gpt"), "/in", CONTENT, "/out", null, null));
        digests.add(digest(new Provenance("triage", 1, "digest", "other", "gpt"), "/in", CONTENT, "/out", null, null));
        digests.add(
                digest(new Provenance("triage", 1, "digest", "openai", "other"), "/in", CONTENT, "/out", null, null));
        digests.add(digest(MADE_BY, "/other", CONTENT, "/out", null, null));
        digests.add(digest(MADE_BY, "/in", new InputFingerprint(10, "other"), "/out", null, null));
        digests.add(digest(MADE_BY, "/in", CONTENT, "/other", null, null));
        digests.add(digest(MADE_BY, "/in", CONTENT, "/out", 1L, null));
        digests.add(digest(MADE_BY, "/in", CONTENT, "/out", 11L, null));
        digests.add(digest(MADE_BY, "/in", CONTENT, "/out", null, ""));
        digests.add(digest(MADE_BY, "/in", CONTENT, "/out", null, "1"));
        digests.add(digest(MADE_BY, "/in", CONTENT, "/out", 1L, "1"));
        assertThat(digests).doesNotHaveDuplicates().allMatch(digest -> digest.matches("[0-9a-f]{64}"));
    }

    @Test
    void theSamePartsAreTheSameRun() {
        assertThat(digest(MADE_BY, "/in", CONTENT, "/out", 5L, "k"))
                .isEqualTo(digest(MADE_BY, "/in", new InputFingerprint(10, "content"), "/out", 5L, "k"));
    }

    @Test
    void theBorderBetweenTwoPartsCannotMove() {
        assertThat(digest(new Provenance("ab", 1, "c", "p", "m"), "/in", CONTENT, "/out", null, null))
                .isNotEqualTo(digest(new Provenance("a", 1, "bc", "p", "m"), "/in", CONTENT, "/out", null, null));
    }

    @Test
    void runsOfOneIdentityHaveShortNamesOfTheirOwn() {
        RunIdentity identity = new RunIdentity(MADE_BY, "/in", CONTENT, "/out", null, null);
        assertThat(identity.id(1)).isEqualTo(identity.id(1)).isNotEqualTo(identity.id(2));
        assertThat(identity.id(1).value()).matches("[0-9a-f]{10}");
    }

    private static String digest(
            Provenance provenance,
            String input,
            InputFingerprint fingerprint,
            String output,
            @Nullable Long limit,
            @Nullable String runKey) {
        return new RunIdentity(provenance, input, fingerprint, output, limit, runKey).digest();
    }
}
