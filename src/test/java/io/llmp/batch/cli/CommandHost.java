package io.llmp.batch.cli;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The other end of {@link SharedProgram}, in the program's process. */
final class CommandHost {

    private CommandHost() {}

    /** Executes what comes in on standard input until that ends, and then ends the process. */
    static void serve() throws IOException {
        DataInputStream commands = new DataInputStream(System.in);
        DataOutputStream results = new DataOutputStream(System.out);
        ProcessState state = new ProcessState();
        while (true) {
            Map<String, String> environment;
            try {
                environment = readEnvironment(commands);
            } catch (EOFException e) {
                System.exit(0);
                return;
            }
            String[] arguments = new String[commands.readInt()];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = commands.readUTF();
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            state.reset(environment);
            System.setIn(InputStream.nullInputStream());
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            results.writeInt(Llmp.execute(arguments));
            write(out, results);
            write(err, results);
            results.flush();
        }
    }

    private static Map<String, String> readEnvironment(DataInputStream commands) throws IOException {
        Map<String, String> environment = new HashMap<>();
        for (int left = commands.readInt(); left > 0; left--) {
            environment.put(commands.readUTF(), commands.readUTF());
        }
        return environment;
    }

    private static void write(ByteArrayOutputStream text, DataOutputStream to) throws IOException {
        to.writeInt(text.size());
        text.writeTo(to);
    }
}
