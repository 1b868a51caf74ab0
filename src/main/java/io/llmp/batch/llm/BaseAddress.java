package io.llmp.batch.llm;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.problem.Setting;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Decides whether an address may be called. What an address could hold of a secret is in no message. */
final class BaseAddress {

    private BaseAddress() {}

    /** Reads the address that the environment variable {@code variable} holds. */
    static URI parse(String text, @Nullable String variable) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw ProblemException.invalid(
                    "The environment variable " + variable + " does not hold an address.",
                    "Give one such as https://api.example.com/v1.");
        }
    }

    /**
     * Returns {@code address} without a slash at its end.
     *
     * @param allowHttp whether it may be called unencrypted on another machine
     * @throws ProblemException when it is none of http or https, holds a secret or parameters, or is unencrypted
     */
    static URI checked(URI address, boolean allowHttp) {
        String scheme = address.getScheme();
        if (address.getRawUserInfo() != null) {
            throw ProblemException.invalid(
                    "The provider's address on host " + address.getHost() + " holds a user name or password.",
                    "Remove it; give a key by the provider's key-variable, key-file or key-command.");
        }
        if (address.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw ProblemException.invalid(
                    "The provider's address " + withoutUser(address) + " is not an http or https address.",
                    "Give one such as https://api.example.com/v1.");
        }
        if (address.getRawQuery() != null || address.getRawFragment() != null) {
            throw ProblemException.invalid(
                    "The provider's address on host " + address.getHost() + " has parameters.",
                    "Remove them; give them under the provider's 'query' in the configuration.");
        }
        if (scheme.equals("http") && !allowHttp && !isLoopback(address.getHost())) {
            throw ProblemException.invalid(
                    "The provider's address " + address + " would send rows, and a key if there is one, unencrypted.",
                    "Give an https address, or " + Setting.ALLOW_HTTP + " if the network between can be trusted.");
        }
        String text = address.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : address;
    }

    /** An address without a host can hold a password where no parser sees one. */
    private static String withoutUser(URI address) {
        String text = address.toString();
        int at = text.lastIndexOf('@');
        return at < 0 ? text : "…" + text.substring(at);
    }

    /** By name alone: what a name resolves to can change between this look and the call. */
    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    }
}
