package sluice.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Connections that ask a server again and again, at a rate kept whatever is answered, as long as answers come in time. */
final class Flood {

    private static final int CONNECTIONS = 16;
    private static final long SECOND = 1_000_000_000L;

    /** What was answered, and when. */
    record Answered(long atNanos, int status, Map<String, String> headers) {

        long header(String name) {
            var value = headers.get(name);
            if (value == null) {
                throw new AssertionError("no " + name + " in " + headers);
            }
            return Long.parseLong(value);
        }
    }

    private final ConcurrentLinkedQueue<Answered> answers = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads;

    /** Begins to ask {@code GET path} at the port. */
    static Flood begin(int port, String path, String key, int perSecond, long seconds) {
        long began = System.nanoTime();
        return new Flood(port, path, key, CONNECTIONS, perSecond, began, began + seconds * SECOND);
    }

    /** Asks once: its second turn would come when the time is over. */
    static Flood once(int port, String path, String key) {
        long began = System.nanoTime();
        return new Flood(port, path, key, 1, 1, began, began + CONNECTIONS * SECOND);
    }

    private Flood(int port, String path, String key, int connections, int perSecond, long began, long until) {
        this.threads = IntStream.range(0, connections)
                .mapToObj(
                        number -> Thread.ofVirtual().start(() -> ask(port, path, key, perSecond, number, began, until)))
                .toList();
    }

    /** Everything answered, once the time is over. */
    List<Answered> answers() throws InterruptedException {
        for (var thread : threads) {
            thread.join();
        }
        return List.copyOf(answers);
    }

    private void ask(int port, String path, String key, int perSecond, int number, long began, long until) {
        var request = ("GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + key + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(20_000);
            var in = new BufferedInputStream(socket.getInputStream());
            for (long turn = number; ; turn += CONNECTIONS) {
                long at = began + turn * SECOND / perSecond;
                if (at >= until || System.nanoTime() >= until) {
                    return;
                }
                LockSupport.parkNanos(at - System.nanoTime());
                socket.getOutputStream().write(request);
                answers.add(answer(in));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Answered answer(InputStream in) throws IOException {
        int status = Integer.parseInt(line(in).substring(9, 12));
        var headers = new HashMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Answered(System.nanoTime(), status, headers);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the server has closed after " + line);
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }
}
