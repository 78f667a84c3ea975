package sluice.load.peers;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One kept connection with one request at a time, as cheap as can be: requests are bytes made beforehand, and of an answer only the
 * status and the length are read (RFC 9112; the server tells every length).
 */
final class HttpConnection implements AutoCloseable {

    private static final byte[] END_OF_HEAD = ascii("\r\n\r\n");
    private static final byte[] CONTENT_LENGTH = ascii("\r\nContent-Length: ");
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private final SocketChannel channel;
    private final SelectionKey key;
    private ByteBuffer out = ByteBuffer.allocate(0);
    private byte[] in = new byte[4_096];
    private int length;
    private int headLength;
    private int wholeLength;
    private long sentNanos;

    private HttpConnection(SocketChannel channel, SelectionKey key) {
        this.channel = channel;
        this.key = key;
    }

    static HttpConnection open(Selector selector, int port) throws IOException {
        var channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        var key = channel.register(selector, SelectionKey.OP_READ);
        var connection = new HttpConnection(channel, key);
        key.attach(connection);
        return connection;
    }

    /** Sends; the one before must be answered. */
    void send(byte[] request, long asOfNanos) throws IOException {
        length = 0;
        headLength = 0;
        sentNanos = asOfNanos;
        out = ByteBuffer.wrap(request);
        write();
    }

    private void write() throws IOException {
        channel.write(out);
        key.interestOps(out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /** Goes on with what the selector says is possible; returns whether the answer is there. */
    boolean proceed() throws IOException {
        if (key.isWritable()) {
            write();
        }
        return key.isReadable() && read();
    }

    private boolean read() throws IOException {
        int read = channel.read(ByteBuffer.wrap(in, length, in.length - length));
        if (read < 0) {
            throw new EOFException("the server closed the connection");
        }
        length += read;
        if (headLength == 0) {
            int end = find(END_OF_HEAD, 0, length);
            if (end >= 0) {
                headLength = end + END_OF_HEAD.length;
                wholeLength = headLength + contentLength();
                in = wholeLength > in.length ? Arrays.copyOf(in, wholeLength) : in;
            }
        }
        if (headLength > 0 && length >= wholeLength) {
            return true;
        }
        in = length == in.length ? Arrays.copyOf(in, in.length * 2) : in;
        return false;
    }

    private int contentLength() throws IOException {
        int at = find(CONTENT_LENGTH, 0, headLength);
        if (at < 0) {
            throw new IOException("an answer without a length: " + text(0, headLength));
        }
        int value = 0;
        for (int i = at + CONTENT_LENGTH.length; in[i] >= '0' && in[i] <= '9'; i++) {
            value = value * 10 + in[i] - '0';
        }
        return value;
    }

    int status() {
        return (in[STATUS_AT] - '0') * 100 + (in[STATUS_AT + 1] - '0') * 10 + in[STATUS_AT + 2] - '0';
    }

    long sentNanos() {
        return sentNanos;
    }

    /** How often the body has these bytes. */
    int count(byte[] what) {
        int count = 0;
        for (int at = find(what, headLength, wholeLength); at >= 0; at = find(what, at + what.length, wholeLength)) {
            count++;
        }
        return count;
    }

    /** So many characters of the answer behind the first {@code what}, empty if there is none. */
    String behind(byte[] what, int characters) {
        int at = find(what, 0, wholeLength);
        return at < 0 || at + what.length + characters > wholeLength
                ? ""
                : text(at + what.length, at + what.length + characters);
    }

    String answer() {
        return text(0, wholeLength);
    }

    private String text(int from, int to) {
        return new String(in, from, to - from, StandardCharsets.UTF_8);
    }

    private int find(byte[] what, int from, int to) {
        for (int at = from; at <= to - what.length; at++) {
            if (in[at] == what[0] && Arrays.equals(in, at, at + what.length, what, 0, what.length)) {
                return at;
            }
        }
        return -1;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
