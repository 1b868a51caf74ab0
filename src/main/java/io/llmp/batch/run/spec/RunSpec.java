package io.llmp.batch.run.spec;

import io.llmp.batch.input.InputOptions;
import io.llmp.batch.llm.ModelSelection;
import io.llmp.batch.record.Run;
import io.llmp.batch.record.RunId;
import io.llmp.batch.record.RunStore;
import io.llmp.batch.template.TemplateRef;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of a run: plain data that is kept with the run as JSON, so that any client can continue it. A component that
 * is added, removed or given another meaning takes a new format number in {@link RunSpecJson}.
 *
 * @param limit rows to take from the input's beginning, at least 1, or null for all
 * @param runKey distinguishes this run from others of the same spec, or null
 * @param rerun whether to start over when the run is complete
 * @param reuse whether answers that were paid for before, or in this run for an identical row, are taken
 * @param jsonProgress whether other programs read the run's progress, as JSON lines
 */
public record RunSpec(
        TemplateRef template,
        Input input,
        Output output,
        Model model,
        Tuning tuning,
        @Nullable Long limit,
        @Nullable String runKey,
        boolean rerun,
        boolean reuse,
        boolean jsonProgress) {

    /** What happens to an input without rows. */
    public enum Empty {
        /** It is refused. */
        FAIL,
        /** A run over files that hold no row is complete at once; a directory without files is refused. */
        FILES,
        /** A run is complete at once, also over a directory without files. */
        OK
    }

    /**
     * The rows.
     *
     * @param path a file, a directory or a glob, absolute once it is kept with a run; or the address of another dataset, such
     *     as that of a run's rows
     * @param format name of the format, or null for that of the files' extension
     * @param charset encoding of text formats
     * @param delimiter separator of text formats
     */
    public record Input(String path, @Nullable String format, Charset charset, char delimiter, Empty empty) {

        /** Returns how the files are read. */
        public InputOptions options() {
            return new InputOptions(format, charset, delimiter);
        }

        private Input named(String name) {
            return new Input(lasting(path, name), format, charset, delimiter, empty);
        }
    }

    /**
     * The file that is written.
     *
     * @param path absolute once it is kept with a run; or the address of another place
     * @param format name of the format, or null for that of the extension
     * @param overwrite whether a file that no run of ours wrote may be replaced
     * @param createDirectory whether the file's directory is created, in a parent that exists
     */
    public record Output(String path, @Nullable String format, boolean overwrite, boolean createDirectory) {

        private Output named(String name) {
            return new Output(lasting(path, name), format, overwrite, createDirectory);
        }
    }

    /**
     * Who answers; the template and the configuration decide what is null.
     *
     * @param provider name of the provider
     * @param name the provider's name of the model
     * @param baseUrl address instead of the configured one
     */
    public record Model(
            @Nullable String provider,
            @Nullable String name,
            @Nullable URI baseUrl) {}

    /**
     * Returns what {@code run} was last started with.
     *
     * @return nothing for a run that was never started, or last by a version that kept no specs
     * @throws io.llmp.batch.problem.ProblemException when this version cannot read it
     */
    public static Optional<RunSpec> of(RunId run, RunStore runs) {
        return runs.spec(run).map(text -> RunSpecJson.read(text, run));
    }

    /** Returns this spec as JSON, from which {@link #of} reads it. */
    public String json() {
        return RunSpecJson.write(this);
    }

    /** Returns this spec with whatever {@code changes} say. */
    public RunSpec with(Tuning changes) {
        return with(template, input, output, model, tuning.overriddenBy(changes));
    }

    /**
     * Returns this spec as it is kept with {@code run}: for the template version and the provider of that run, whatever the
     * environment and the configuration say later; with absolute paths, and without secrets.
     */
    public RunSpec keptWith(Run run) {
        TemplateRef pinned = new TemplateRef(
                run.identity().provenance().template(),
                run.identity().provenance().version());
        Model same = new Model(run.identity().provenance().provider(), model.name, model.baseUrl);
        return with(
                pinned,
                input.named(run.identity().input()),
                output.named(run.identity().output()),
                same,
                tuning.withoutSecrets());
    }

    public ModelSelection selection() {
        return new ModelSelection(
                model.provider, model.name, model.baseUrl, tuning.concurrency(), tuning.rpm(), tuning.tpm());
    }

    private RunSpec with(TemplateRef ref, Input from, Output to, Model who, Tuning pace) {
        return new RunSpec(ref, from, to, who, pace, limit, runKey, rerun, reuse, jsonProgress);
    }

    /** Returns the path or the address by which what has the name {@code name} is found from anywhere, and as long as it is there. */
    private static String lasting(String path, String name) {
        return Path.of(name).isAbsolute() ? Path.of(path).toAbsolutePath().toString() : name;
    }
}
