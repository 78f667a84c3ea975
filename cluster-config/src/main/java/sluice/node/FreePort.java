package sluice.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * A port of the loopback interface that nobody listens on. It is below those that systems give to outgoing connections (32768 and above
 * on Linux, 49152 by RFC 6335): one of these may be taken by a connection before whoever asked gets to listen.
 */
final class FreePort {

    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;

    private FreePort() {}

    /** Throws {@link StartFailed} if there is none. */
    static int find() {
        return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST))
                .limit(HIGHEST - LOWEST)
                .filter(FreePort::isFree)
                .findFirst()
                .orElseThrow(() -> new StartFailed("There is no free port for the database on 127.0.0.1."));
    }

    static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
