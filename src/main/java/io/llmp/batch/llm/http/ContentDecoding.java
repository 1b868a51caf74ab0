package io.llmp.batch.llm.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;

/** Decompresses replies, which some gateways compress although they were not asked to (RFC 9110, section 8.4). */
final class ContentDecoding {

    private ContentDecoding() {}

    /**
     * Returns the first {@code most} bytes of the body as they were before their compression.
     *
     * @throws UnfitReplyException when the compression is not known, or the body is not so compressed
     */
    static byte[] read(ClassicHttpResponse response, HttpEntity entity, int most) throws IOException {
        Header header = response.getFirstHeader(HttpHeaders.CONTENT_ENCODING);
        String encoding =
                header == null ? "identity" : header.getValue().strip().toLowerCase(Locale.ROOT);
        try {
            InputStream body = decoded(encoding, entity.getContent());
            // A body whose length is known takes no larger buffer than that, which is most of what a short reply costs.
            boolean isKnown = entity.getContentLength() >= 0 && !(body instanceof InflaterInputStream);
            return body.readNBytes(isKnown ? (int) Math.min(most, entity.getContentLength()) : most);
        } catch (ZipException e) {
            throw new UnfitReplyException("the reply says that it is compressed as " + encoding + ", and is not");
        }
    }

    private static InputStream decoded(String encoding, InputStream body) throws IOException {
        return switch (encoding) {
            case "identity", "" -> body;
            case "gzip", "x-gzip" -> new GZIPInputStream(body);
            case "deflate" -> new InflaterInputStream(body);
            default ->
                throw new UnfitReplyException("the reply is compressed as " + encoding + ", which was not asked for");
        };
    }
}
