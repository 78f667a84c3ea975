package sluice.load.capacity;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Many connections to one node, driven by one thread, each request from bytes made beforehand: next to the node under test, on the
 * same few cores, what a client costs is what the node lacks.
 */
final class RawClient implements AutoCloseable {

    private static final long PAUSE_MILLIS = 1;
    private static final int MOST_BETWEEN_READS = 64;

    private final InetSocketAddress address;
    private final List<RawRequest> requests;
    private final int depth;
    private final int longestRequest;
    private final Selector selector;
    private final List<RawConnection> connections = new ArrayList<>();
    private final Queue<RawConnection> free =
            new ArrayDeque<>(); // those that can take a request; in the open loop only
    private long nextKey;

    /**
     * @param depth the most requests that wait for their answers on one connection
     * @param firstKey of the idempotency keys, which count up from here
     */
    RawClient(URI node, List<RawRequest> requests, int connections, int depth, long firstKey) throws IOException {
        this.address = new InetSocketAddress(node.getHost(), node.getPort());
        this.requests = requests;
        this.depth = depth;
        this.longestRequest =
                requests.stream().mapToInt(RawRequest::length).max().orElseThrow();
        this.selector = Selector.open();
        this.nextKey = firstKey;
        for (int i = 0; i < connections; i++) {
            this.connections.add(RawConnection.open(address, depth, longestRequest, selector));
        }
    }

    /** The first idempotency key that was not used. */
    long nextKey() {
        return nextKey;
    }

    /** Keeps one request in flight on each of the first {@code inFlight} connections. */
    Tally closedLoop(int inFlight, Duration time) throws IOException {
        var tally = new Tally();
        long begun = System.nanoTime();
        long until = begun + time.toNanos();
        while (System.nanoTime() < until) {
            for (var connection : List.copyOf(connections.subList(0, inFlight))) {
                if (connection.unanswered() == 0) {
                    send(connection, System.nanoTime(), tally);
                }
            }
            turn(PAUSE_MILLIS, tally);
        }
        tally.took((System.nanoTime() - begun) / 1e9);
        drain(tally);
        return tally;
    }

    /** Sends by the clock, whatever is answered; what finds no connection that can take it is due but never sent. */
    Tally openLoop(double perSecond, Duration time) throws IOException {
        var tally = new Tally();
        free.clear();
        free.addAll(connections);
        double nanosBetween = 1e9 / perSecond;
        long begun = System.nanoTime();
        long until = begun + time.toNanos();
        long done = 0;
        for (long now = begun; now < until; now = System.nanoTime()) {
            long due = (long) ((now - begun) / nanosBetween);
            long most = Math.min(due, done + MOST_BETWEEN_READS);
            while (done < most && !free.isEmpty()) {
                tally.due(1);
                send(free.remove(), begun + (long) (done++ * nanosBetween), tally);
            }
            if (free.isEmpty()) {
                tally.due(due - done);
                done = due;
            }
            turn(done < due ? 0 : PAUSE_MILLIS, tally);
        }
        tally.took((System.nanoTime() - begun) / 1e9);
        return tally;
    }

    private void send(RawConnection connection, long intendedNanos, Tally tally) throws IOException {
        connection.add(requests.get((int) (nextKey % requests.size())), nextKey, intendedNanos);
        nextKey++;
        tally.sent();
        try {
            connection.flush();
            if (connection.room() > 0) {
                free.add(connection);
            }
        } catch (IOException broken) {
            replace(connection, tally);
        }
    }

    /** Reads what was answered and sends what was left over. */
    private void turn(long pauseMillis, Tally tally) throws IOException {
        int ready = pauseMillis == 0 ? selector.selectNow() : selector.select(pauseMillis);
        if (ready == 0) {
            return;
        }
        for (var key : selector.selectedKeys()) {
            var connection = (RawConnection) key.attachment();
            try {
                boolean wasFull = connection.room() == 0;
                connection.read(tally);
                connection.flush();
                if (wasFull && connection.room() > 0) {
                    free.add(connection);
                }
            } catch (IOException broken) {
                replace(connection, tally);
            }
        }
        selector.selectedKeys().clear();
    }

    private void replace(RawConnection broken, Tally tally) throws IOException {
        tally.broken(broken.unanswered());
        broken.close();
        var fresh = RawConnection.open(address, depth, longestRequest, selector);
        connections.set(connections.indexOf(broken), fresh);
        free.remove(broken);
        free.add(fresh);
    }

    /** Waits for the answers that are due still, so that no later tally counts them; at most 15 s. */
    void drain(Tally tally) throws IOException {
        long until = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (unanswered() > 0 && System.nanoTime() < until) {
            turn(PAUSE_MILLIS, tally);
        }
    }

    long unanswered() {
        return connections.stream().mapToLong(RawConnection::unanswered).sum();
    }

    @Override
    public void close() throws IOException {
        connections.forEach(RawConnection::close);
        selector.close();
    }
}
