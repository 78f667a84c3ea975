package sluice.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between a client and its database, and can stop passing on what they say without closing a socket. */
final class SilentProxy implements AutoCloseable {
    private final JdbcAddress target;
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean silent;

    SilentProxy(JdbcAddress target) throws IOException {
        this.target = target;
        Thread.ofVirtual().start(this::accept);
    }

    JdbcAddress address() {
        return new JdbcAddress(
                target.url().replaceFirst(":\\d+/", ":" + server.getLocalPort() + "/"),
                target.user(),
                target.password());
    }

    void fallSilent() {
        silent = true;
    }

    /** To those who connect from now on; what was swallowed is lost to the others. */
    void speak() {
        silent = false;
    }

    private void accept() {
        var port = URI.create(target.url().substring("jdbc:".length())).getPort();
        try {
            while (true) {
                var client = server.accept();
                var database = new Socket(InetAddress.getLoopbackAddress(), port);
                sockets.addAll(List.of(client, database));
                Thread.ofVirtual().start(() -> pass(client, database));
                Thread.ofVirtual().start(() -> pass(database, client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void pass(Socket from, Socket to) {
        var buffer = new byte[8192];
        try {
            for (var read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                if (!silent) {
                    to.getOutputStream().write(buffer, 0, read);
                }
            }
        } catch (IOException e) {
            // One side has gone.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (var socket : sockets) {
            socket.close();
        }
    }
}
