package sluice.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A receiver of webhooks that answers in any way, down to the byte. Speaks through sockets, as no server would let it misbehave. */
public final class Sink implements AutoCloseable {

    /** @param headers by lower-case name */
    public record Received(String line, Map<String, String> headers, String text) {}

    /** Writes an answer. An exception closes the connection. */
    @FunctionalInterface
    public interface Behaviour {
        void answer(Received request, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final Behaviour behaviour;
    private final Queue<Received> received = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger cut = new AtomicInteger();
    private final ConcurrentHashMap<Socket, Thread> open = new ConcurrentHashMap<>();

    Sink(ServerSocket server, Behaviour behaviour) {
        this.server = server;
        this.behaviour = behaviour;
        Thread.ofPlatform().daemon().name("sink").start(this::acceptAll);
    }

    public static Sink listening(Behaviour behaviour) throws IOException {
        return new Sink(new ServerSocket(0, 1_000), behaviour);
    }

    public static Behaviour answering(String answer) {
        return (request, out) -> out.write(answer.getBytes(StandardCharsets.UTF_8));
    }

    public static Behaviour status(int status, String... headers) {
        var lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return answering("HTTP/1.1 " + status + " Whatever\r\n" + lines + "Content-Length: 2\r\n\r\nok");
    }

    public int port() {
        return server.getLocalPort();
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    int connections() {
        return connections.get();
    }

    /** Connections that the other side closed while an answer was written. */
    int cut() {
        return cut.get();
    }

    /** Closes every connection, as a server does that has heard nothing for a while. */
    void closeConnections() throws IOException {
        for (var socket : open.keySet()) {
            socket.close();
        }
    }

    private void acceptAll() {
        try {
            while (true) {
                var socket = server.accept();
                connections.incrementAndGet();
                open.put(
                        socket,
                        Thread.ofPlatform().daemon().name("sink-connection").start(() -> serve(socket)));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = socket.getInputStream();
            for (var request = read(in); request != null; request = read(in)) {
                received.add(request);
                answer(request, socket.getOutputStream());
            }
        } catch (IOException | InterruptedException e) {
            // Its end.
        } finally {
            open.remove(socket);
        }
    }

    private void answer(Received request, OutputStream out) throws IOException, InterruptedException {
        try {
            behaviour.answer(request, out);
            out.flush();
        } catch (IOException e) {
            cut.incrementAndGet();
            throw e;
        }
    }

    private static @Nullable Received read(InputStream in) throws IOException {
        var line = line(in);
        if (line.isEmpty()) {
            return null;
        }
        var headers = new TreeMap<String, String>();
        for (var header = line(in); !header.isEmpty(); header = line(in)) {
            var colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        var body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Received(line, headers, new String(body, StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (var next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        server.close();
        open.values().forEach(Thread::interrupt);
        closeConnections();
    }
}
