package sluice.load.webhook;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Listens on the loopback interface for all endpoints, each of which has a path, and answers as each behaves. */
public final class Receiver implements AutoCloseable {

    private static final Duration SLOW = Duration.ofSeconds(2);
    private static final Duration BETWEEN_DRIPS = Duration.ofSeconds(1);
    private static final String PATH = "/hooks/";
    private static final int BACKLOG = 1_024;

    private final ServerSocket server;
    private final URI elsewhere;
    private final List<Inbox> inboxes = new CopyOnWriteArrayList<>();
    private final ConcurrentHashMap<String, SentEvent> events = new ConcurrentHashMap<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** @param elsewhere where endpoints that redirect send the sender */
    public Receiver(URI elsewhere) throws IOException {
        this.elsewhere = elsewhere;
        server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        Thread.ofVirtual().start(this::accept);
    }

    /** An endpoint more. */
    public synchronized Inbox add(Behaviour behaviour) {
        var inbox = new Inbox(inboxes.size(), behaviour, events);
        inboxes.add(inbox);
        return inbox;
    }

    public URI url(Inbox inbox) {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + PATH + inbox.number());
    }

    /** Connections open at the moment. */
    public int connections() {
        return open.size();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                // or one that ended at once
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream(), 4_096);
            for (var request = Request.read(in); request != null; request = Request.read(in)) {
                long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
                var inbox = inboxes.get(Integer.parseInt(request.path().substring(PATH.length())));
                inbox.take(request.headers(), request.body(), now);
                answer(inbox, in, socket.getOutputStream());
            }
        } catch (IOException ended) {
            // by the sender, who may
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private void answer(Inbox inbox, InputStream in, OutputStream out) throws IOException, InterruptedException {
        switch (inbox.behaviour()) {
            case HEALTHY -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            case SLOW -> {
                Thread.sleep(SLOW);
                write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
            case FAILING -> write(out, "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 4\r\n\r\nsick");
            case HANGING -> {
                while (in.read() >= 0) {} // until the sender gives up
            }
            case DRIPPING -> drip(inbox, out);
            case REDIRECTING ->
                write(
                        out,
                        "HTTP/1.1 307 Temporary Redirect\r\nLocation: " + elsewhere + "\r\nContent-Length: 0\r\n\r\n");
        }
    }

    /** Half of them drip from the first byte on, half only the body. */
    private static void drip(Inbox inbox, OutputStream out) throws IOException, InterruptedException {
        var head = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n";
        if (inbox.number() % 2 == 0) {
            write(out, head);
        }
        for (var rest = head + "x".repeat(1_000); ; rest = rest.substring(1)) {
            write(out, rest.substring(0, 1));
            Thread.sleep(BETWEEN_DRIPS);
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (var socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One request, with the names of its headers in small letters. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Request(String path, Map<String, String> headers, byte[] body) {

        /** Null at the end of the connection. */
        static @Nullable Request read(InputStream in) throws IOException {
            var start = line(in);
            if (start == null) {
                return null;
            }
            var headers = new HashMap<String, String>();
            for (var line = line(in); line != null && !line.isEmpty(); line = line(in)) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            return new Request(start.split(" ", -1)[1], headers, in.readNBytes(length));
        }

        private static @Nullable String line(InputStream in) throws IOException {
            var line = new ByteArrayOutputStream(80);
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    return null;
                }
                line.write(next);
            }
            return line.toString(StandardCharsets.US_ASCII).stripTrailing();
        }
    }
}
