package io.llmp.batch.export;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Knows where results are put, by the scheme of an output; an output without a known one is a file. Safe for use by many threads. */
public final class Results {

    private final Map<String, ResultStorage> storages;
    private final ResultStorage files;

    /** Knows the given storages, each by its scheme; one of them is that of files. */
    public Results(List<ResultStorage> storages) {
        this.storages = storages.stream().collect(Collectors.toMap(ResultStorage::scheme, Function.identity()));
        this.files = storages.stream()
                .filter(storage -> storage.scheme().isEmpty())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("storages must have one of files"));
    }

    /** Returns the storage that {@code output} lies in. */
    public ResultStorage at(String output) {
        int colon = output.indexOf(':');
        return colon < 0 ? files : storages.getOrDefault(output.substring(0, colon), files);
    }
}
