package io.llmp.batch.llm.http;

import io.llmp.batch.llm.CallFailure;
import io.llmp.batch.llm.FailureKind;
import io.llmp.batch.problem.Causes;
import java.io.IOException;
import java.security.InvalidAlgorithmParameterException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.ProtocolException;
import org.jspecify.annotations.Nullable;

/** Recognizes trouble on the way to a server that waiting does not cure: a trust store or a proxy that is not set up for it. */
final class TransportDiagnosis {

    private TransportDiagnosis() {}

    /** Explains what a proxy means by a reply of its own. */
    static CallFailure refused(WireReply reply) {
        int status = reply.status();
        // A proxy that cannot reach the server, or is too busy, may tomorrow.
        boolean passing = status >= 500 || status == 429 || status == 408;
        return CallFailure.of(
                passing ? FailureKind.UNAVAILABLE : FailureKind.BLOCKED, "the proxy answers HTTP " + status);
    }

    /** Returns {@code words}, or what they probably mean where a server seems to speak another version of HTTP. */
    static String explained(@Nullable Exception broken, String words) {
        return Causes.of(broken)
                        .anyMatch(cause -> cause instanceof ProtocolException || cause instanceof ParseException)
                ? "the server does not answer in HTTP/1.1; it may speak HTTP/2 only (" + words + ")"
                : words;
    }

    /**
     * Returns whether one side does not accept the other's certificate, or the two know no way to encrypt in common. A
     * connection that breaks in the middle of that is no such thing.
     */
    static boolean untrusted(@Nullable Exception broken) {
        if (!(broken instanceof SSLException)) {
            return false;
        }
        boolean handshake = broken instanceof SSLHandshakeException || broken instanceof SSLPeerUnverifiedException;
        for (Throwable cause = broken.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidAlgorithmParameterException) {
                // A trust store that is empty or missing.
                return true;
            }
            if (cause instanceof IOException && !(cause instanceof SSLException)) {
                return false;
            }
        }
        return handshake;
    }
}
