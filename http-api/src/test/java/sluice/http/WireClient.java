package sluice.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.http.TestApi.Reply;

/** Sends bytes that no HTTP library would, and reads what is answered. One request at a time, over one connection while it lasts. */
final class WireClient implements AutoCloseable {

    private final int port;
    private final Duration patience;
    private @Nullable Connection open;

    /** @param patience within which every answer must have begun and every part of it must follow */
    WireClient(String url, Duration patience) {
        this.port = URI.create(url).getPort();
        this.patience = patience;
    }

    /** The answer to a whole request, well delimited. */
    Reply send(Wire request) {
        try {
            var connection = open == null ? new Connection() : open;
            open = connection;
            connection.write(request.bytes());
            var reply = connection.reply(request.method());
            if (reply.header("Connection").filter("close"::equals).isPresent()) {
                close();
            }
            return ContractWatch.checkedOfWire(request.method(), request.target(), reply);
        } catch (IOException broken) {
            close();
            throw new UncheckedIOException(broken);
        }
    }

    /** The first answer to bytes after which none follow; empty if the server closes without a word. */
    Optional<Reply> sendAlone(byte[] bytes) {
        try (var connection = new Connection()) {
            connection.write(bytes);
            connection.finish();
            return connection.replyIfAny();
        } catch (SocketException reset) {
            return Optional.empty(); // closed while more was on the way to it
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        var last = open;
        open = null;
        if (last != null) {
            last.close();
        }
    }

    private final class Connection implements AutoCloseable {

        private final Socket socket;
        private final InputStream in;

        Connection() throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) patience.toMillis());
            in = new BufferedInputStream(socket.getInputStream());
        }

        void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        void finish() throws IOException {
            socket.shutdownOutput();
        }

        Optional<Reply> replyIfAny() throws IOException {
            in.mark(1);
            if (in.read() < 0) {
                return Optional.empty();
            }
            in.reset();
            return Optional.of(reply("any"));
        }

        Reply reply(String method) throws IOException {
            var status = Integer.parseInt(line().split(" ", -1)[1]);
            var headers = headers();
            if (status < 200) { // go on, says the server: the answer is yet to come
                return reply(method);
            }
            var length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            boolean chunked = headers.getOrDefault("transfer-encoding", "").equals("chunked");
            var body = method.equals("HEAD") ? new byte[0] : chunked ? chunks() : in.readNBytes(length);
            return new Reply(status, headers, new String(body, StandardCharsets.UTF_8));
        }

        private byte[] chunks() throws IOException {
            var body = new ByteArrayOutputStream();
            for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
                body.write(in.readNBytes(size));
                line();
            }
            line();
            return body.toByteArray();
        }

        private Map<String, String> headers() throws IOException {
            var headers = new HashMap<String, String>();
            for (var line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            return headers;
        }

        private String line() throws IOException {
            var line = new ByteArrayOutputStream();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new IOException("the connection was closed where an answer was due");
                }
                if (next != '\r') {
                    line.write(next);
                }
            }
            return line.toString(StandardCharsets.ISO_8859_1);
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException lost) {
                throw new UncheckedIOException(lost);
            }
        }
    }
}
