package sluice.load.webhook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** An address that no webhook may go to, and how many came all the same. */
final class ForbiddenHost implements AutoCloseable {

    private static final String ADDRESS = "127.0.0.2";

    private final ServerSocket server;
    private final AtomicInteger connections = new AtomicInteger();

    ForbiddenHost() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getByName(ADDRESS));
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    server.accept().close();
                    connections.incrementAndGet();
                } catch (IOException closed) {
                    // or one that ended at once
                }
            }
        });
    }

    URI url() {
        return URI.create("http://" + ADDRESS + ":" + server.getLocalPort() + "/internal");
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
