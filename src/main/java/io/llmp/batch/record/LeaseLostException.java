package io.llmp.batch.record;

/** Another execution has taken the run over, so nothing of this one may be stored any more. */
public final class LeaseLostException extends RuntimeException {

    public LeaseLostException(Lease lease) {
        super("another process has taken run " + lease.run() + " over");
    }
}
