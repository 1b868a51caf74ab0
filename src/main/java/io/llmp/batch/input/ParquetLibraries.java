package io.llmp.batch.input;

import io.llmp.batch.problem.ProblemException;
import java.util.List;
import org.springframework.util.ClassUtils;

/** Knows whether the libraries for Parquet are there. The program has them; an application need not, as long as it has no Parquet. */
public final class ParquetLibraries {

    private static final List<String> NEEDED =
            List.of("org.apache.parquet.avro.AvroReadSupport", "org.apache.hadoop.conf.Configuration");

    private ParquetLibraries() {}

    /**
     * Does nothing where they are there.
     *
     * @throws ProblemException when they are not; says which to add
     */
    public static void require() {
        ClassLoader loader = ParquetLibraries.class.getClassLoader();
        if (!NEEDED.stream().allMatch(type -> ClassUtils.isPresent(type, loader))) {
            throw ProblemException.invalid(
                    "Parquet can be neither read nor written: its libraries are not on the class path.",
                    "Add the dependencies org.apache.parquet:parquet-avro, org.apache.hadoop:hadoop-client-api and"
                            + " org.apache.hadoop:hadoop-client-runtime, or use CSV.");
        }
    }
}
