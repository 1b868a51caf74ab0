package io.llmp.batch.run.control;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Where this process works, as shown to users. */
public final class ProcessLabel {

    private ProcessLabel() {}

    /** Returns for instance {@code process 4711 on db3}. */
    public static String ofThisProcess() {
        return "process " + ProcessHandle.current().pid() + " on " + host();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "an unnamed host";
        }
    }
}
