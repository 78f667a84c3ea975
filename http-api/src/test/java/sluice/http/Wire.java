package sluice.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One request as it goes over the wire; nothing about it needs to be right. Characters of the head stand for bytes. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Wire(String method, String target, List<Header> headers, byte[] body) {

    private static final int SHOWN_BYTES = 3_000;

    record Header(String name, String value) {}

    /** With a valid key; a body is JSON. */
    static Wire of(String method, String target, byte[] body) {
        var headers = new ArrayList<Header>();
        headers.add(new Header("Host", "sluice.test"));
        headers.add(new Header("Authorization", "Bearer " + TestApi.KEY));
        if (body.length > 0) {
            headers.add(new Header("Content-Type", "application/json"));
        }
        return new Wire(method, target, List.copyOf(headers), body);
    }

    static Wire of(String method, String target, String body) {
        return of(method, target, body.getBytes(StandardCharsets.UTF_8));
    }

    Wire withMethod(String other) {
        return new Wire(other, target, headers, body);
    }

    Wire withTarget(String other) {
        return new Wire(method, other, headers, body);
    }

    Wire withBody(byte[] other) {
        return new Wire(method, target, headers, other);
    }

    /** With this header, besides others of its name. */
    Wire plus(String name, String value) {
        var all = new ArrayList<>(headers);
        all.add(new Header(name, value));
        return new Wire(method, target, List.copyOf(all), body);
    }

    Wire without(String name) {
        var rest = headers.stream()
                .filter(header -> !header.name().equalsIgnoreCase(name))
                .toList();
        return new Wire(method, target, rest, body);
    }

    /** With this header in place of others of its name. */
    Wire with(String name, String value) {
        return without(name).plus(name, value);
    }

    /** What is sent: with the length of the body, unless a header says how long it is. */
    byte[] bytes() {
        var head = new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        headers.forEach(header ->
                head.append(header.name()).append(": ").append(header.value()).append("\r\n"));
        if (headers.stream().noneMatch(Wire::saysLength)) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    private static boolean saysLength(Header header) {
        var name = header.name().toLowerCase(Locale.ROOT);
        return name.equals("content-length") || name.equals("transfer-encoding");
    }

    /** The bytes for a reader: printable, bounded, without the key. */
    static String shown(byte[] bytes) {
        var text = new StringBuilder();
        for (int index = 0; index < Math.min(bytes.length, SHOWN_BYTES); index++) {
            char shown = (char) (bytes[index] & 0xff);
            if (shown == '\n' || (shown >= ' ' && shown < 0x7f)) {
                text.append(shown);
            } else if (shown != '\r') {
                text.append("\\x").append(String.format(Locale.ROOT, "%02x", (int) shown));
            }
        }
        if (bytes.length > SHOWN_BYTES) {
            text.append("… (").append(bytes.length).append(" bytes)");
        }
        return text.toString().replace(TestApi.KEY, "KEY");
    }
}
