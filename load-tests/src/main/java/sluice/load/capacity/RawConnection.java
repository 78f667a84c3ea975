package sluice.load.capacity;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One kept-alive HTTP/1.1 connection whose answers are read as far as a count of them needs, and on which requests may be sent
 * before the earlier ones are answered. Used by one thread.
 */
final class RawConnection {

    /** Takes note of an answer. */
    interface Answers {
        /** @param intendedNanos when the request was to be sent, by {@link System#nanoTime} */
        void answered(int status, boolean retryAfter, long intendedNanos);
    }

    private static final byte[] END_OF_HEAD = ascii("\r\n\r\n");
    private static final int LONGEST_ANSWER_BYTES = 16 * 1024;

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(LONGEST_ANSWER_BYTES);
    private final ByteBuffer out;
    private final long[] intended;
    private long sent;
    private long answered;

    /** @param depth the most requests that may wait for their answers at once */
    private RawConnection(SocketChannel channel, int depth, int longestRequestBytes) {
        this.channel = channel;
        this.intended = new long[depth];
        this.out = ByteBuffer.allocate(depth * longestRequestBytes);
    }

    /** Connects and registers with {@code selector}, with itself as the attachment. */
    static RawConnection open(InetSocketAddress address, int depth, int longestRequestBytes, Selector selector)
            throws IOException {
        var channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        var connection = new RawConnection(channel, depth, longestRequestBytes);
        channel.register(selector, SelectionKey.OP_READ, connection);
        return connection;
    }

    /** How many more requests may be sent now. */
    int room() {
        return out.position() > 0 ? 0 : intended.length - unanswered();
    }

    int unanswered() {
        return (int) (sent - answered);
    }

    /** Adds a request to what {@link #flush} sends; there must be {@link #room} for it. */
    void add(RawRequest request, long key, long intendedNanos) {
        intended[(int) (sent++ % intended.length)] = intendedNanos;
        request.writeTo(out, key);
    }

    /** Sends what the socket takes; the rest goes with the next call. */
    void flush() throws IOException {
        if (out.position() > 0) {
            out.flip();
            channel.write(out);
            out.compact();
        }
    }

    /** Reads what has come and tells of every whole answer. */
    void read(Answers answers) throws IOException {
        while (true) {
            int read = channel.read(in);
            if (read < 0) {
                throw new EOFException("the node has closed the connection");
            }
            int begin = 0;
            for (int end = end(begin); end >= 0; end = end(begin)) {
                var head = new String(in.array(), begin, headLength(begin), StandardCharsets.ISO_8859_1);
                answers.answered(
                        Integer.parseInt(head, 9, 12, 10),
                        head.contains("\r\nRetry-After: "),
                        intended[(int) (answered++ % intended.length)]);
                begin = end;
            }
            in.limit(in.position()).position(begin);
            in.compact();
            if (read == 0 || in.position() == 0) {
                return;
            }
            if (!in.hasRemaining()) {
                throw new IOException("an answer is longer than " + LONGEST_ANSWER_BYTES + " bytes");
            }
        }
    }

    /** Where the answer that begins at {@code begin} ends, or -1 if it is not all there. */
    private int end(int begin) {
        int head = headLength(begin);
        if (head < 0) {
            return -1;
        }
        int end = begin + head + END_OF_HEAD.length + bodyLength(begin, head);
        return end <= in.position() ? end : -1;
    }

    private int headLength(int begin) {
        var bytes = in.array();
        for (int i = begin; i <= in.position() - END_OF_HEAD.length; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                return i - begin;
            }
        }
        return -1;
    }

    private int bodyLength(int begin, int headLength) {
        var head = new String(in.array(), begin, headLength, StandardCharsets.ISO_8859_1);
        int name = head.toLowerCase(Locale.ROOT).indexOf("\r\ncontent-length:");
        if (name < 0) {
            return 0;
        }
        int value = name + "\r\ncontent-length:".length();
        int end = head.indexOf('\r', value);
        return Integer.parseInt(
                head.substring(value, end < 0 ? head.length() : end).strip());
    }

    void close() {
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // Nothing more is wanted of it.
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
