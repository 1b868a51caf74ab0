package io.llmp.batch.cli;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * A field for the directory in which sessions work, empty at first: like {@link TempDir}, but for the directory's being the
 * same for all tests. So a class has at most one.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@TempDir(factory = SessionDirectory.Emptied.class, cleanup = CleanupMode.NEVER)
@interface SessionDirectory {

    /** Empties the directory for the next test. */
    final class Emptied implements TempDirFactory {

        @Override
        public Path createTempDirectory(AnnotatedElementContext field, ExtensionContext test) throws IOException {
            SharedProgram.emptyDirectory();
            return SharedProgram.directory();
        }
    }
}
