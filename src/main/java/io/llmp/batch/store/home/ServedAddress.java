package io.llmp.batch.store.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the process that holds the embedded database serves it, as the file {@code server} beside the database says.
 *
 * @param port at the loopback address
 * @param pid the serving process; when the holder is another, the file is left over from one that died
 */
public record ServedAddress(int port, long pid) {

    public static final String FILE = "server";
    public static final String DATABASE = "llmp";

    public static Optional<ServedAddress> read(Path directory) {
        try {
            String text = Files.readString(directory.resolve(FILE)).strip();
            int space = text.indexOf(' ');
            return space < 0
                    ? Optional.empty()
                    : Optional.of(new ServedAddress(
                            Integer.parseInt(text.substring(0, space)), Long.parseLong(text.substring(space + 1))));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    public void write(Path directory) throws IOException {
        PrivateFile.write(directory.resolve(FILE), port + " " + pid + "\n");
    }

    public String url() {
        return "jdbc:hsqldb:hsql://127.0.0.1:" + port + "/" + DATABASE;
    }
}
