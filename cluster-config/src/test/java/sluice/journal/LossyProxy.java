package sluice.journal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Stands between a client and its database, and loses one connection: the first on which a given word is said. */
final class LossyProxy implements AutoCloseable {

    /** What is lost with the connection. */
    enum Loss {
        /** The word does not come through, and the connection ends. */
        REQUEST,
        /** The word comes through. What is answered is swallowed, until {@link LossyProxy#cut}. */
        ANSWER
    }

    private final int port;
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Link> links = new CopyOnWriteArrayList<>();
    private volatile @Nullable String word;
    private volatile Loss loss = Loss.REQUEST;

    LossyProxy(int port) throws IOException {
        this.port = port;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void lose(Loss what, String when) {
        loss = what;
        word = when;
    }

    /** Ends the connection whose answer is swallowed. */
    void cut() throws IOException {
        for (var link : links) {
            if (link.deaf) {
                link.close();
            }
        }
    }

    private void accept() {
        try {
            while (true) {
                var link = new Link(server.accept(), new Socket(InetAddress.getLoopbackAddress(), port));
                links.add(link);
                Thread.ofVirtual().start(link::passRequests);
                Thread.ofVirtual().start(link::passAnswers);
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private final class Link {
        private final Socket client;
        private final Socket database;
        private volatile boolean deaf;

        Link(Socket client, Socket database) {
            this.client = client;
            this.database = database;
        }

        void passRequests() {
            var buffer = new byte[65_536];
            try (client;
                    database) {
                for (int read = client.getInputStream().read(buffer);
                        read >= 0;
                        read = client.getInputStream().read(buffer)) {
                    var heard = word;
                    if (heard != null && new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains(heard)) {
                        word = null;
                        if (loss == Loss.REQUEST) {
                            return;
                        }
                        deaf = true;
                    }
                    database.getOutputStream().write(buffer, 0, read);
                }
            } catch (IOException e) {
                // One side has gone.
            }
        }

        void passAnswers() {
            var buffer = new byte[65_536];
            try (client;
                    database) {
                for (int read = database.getInputStream().read(buffer);
                        read >= 0;
                        read = database.getInputStream().read(buffer)) {
                    if (!deaf) {
                        client.getOutputStream().write(buffer, 0, read);
                    }
                }
            } catch (IOException e) {
                // One side has gone.
            }
        }

        void close() throws IOException {
            client.close();
            database.close();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (var link : links) {
            link.close();
        }
    }
}
