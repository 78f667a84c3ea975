package sluice.webhook;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connections that nothing is sent over now, by endpoint: what one endpoint does to its connections is no other's business, even at the
 * same host. Nobody waits here for a connection; who finds none makes one.
 */
final class KeptConnections {

    private record Place(String endpoint, String host, int port, boolean tls) {}

    private final ConcurrentHashMap<Place, ConcurrentLinkedDeque<Connection>> idle = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final int most;

    KeptConnections(int most) {
        this.most = most;
    }

    /** One that leads to an address that is acceptable now; others are cut, since the name has moved. */
    Optional<Connection> take(String endpoint, Target target, List<InetAddress> acceptable) {
        var kept = idle.get(place(endpoint, target));
        while (kept != null) {
            var connection = kept.pollLast();
            if (connection == null) {
                break;
            }
            count.decrementAndGet();
            if (connection.isOpen() && acceptable.contains(connection.address())) {
                return Optional.of(connection);
            }
            connection.cut();
        }
        return Optional.empty();
    }

    /** Keeps it for later, or cuts it if there are enough. */
    void keep(String endpoint, Target target, Connection connection) {
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            connection.cut();
            return;
        }
        var place = place(endpoint, target);
        idle.compute(place, (same, kept) -> { // in one step: an empty line may be on its way out
            var line = kept == null ? new ConcurrentLinkedDeque<Connection>() : kept;
            line.add(connection);
            return line;
        });
        connection.whenClosed(() -> forget(place, connection));
    }

    private void forget(Place place, Connection connection) {
        idle.computeIfPresent(place, (same, kept) -> {
            if (kept.remove(connection)) {
                count.decrementAndGet();
            }
            return kept.isEmpty() ? null : kept;
        });
    }

    int size() {
        return count.get();
    }

    private static Place place(String endpoint, Target target) {
        return new Place(endpoint, target.host(), target.port(), target.tls());
    }
}
