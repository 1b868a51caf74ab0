package io.llmp.batch.export.local;

import io.llmp.batch.export.Results;
import java.util.List;

/** Results as files, for tests of other packages. */
public final class LocalOutput {

    private LocalOutput() {}

    public static Results results() {
        return new Results(List.of(new LocalResultStorage()));
    }
}
