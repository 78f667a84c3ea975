package sluice.load.capacity;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import sluice.Caller;
import sluice.endpoint.EndpointOutcome;
import sluice.endpoint.NewEndpoint;
import sluice.endpoint.Webhooks;
import sluice.event.Events;
import sluice.key.ApiKey;
import sluice.key.KeyCaller;
import sluice.load.webhook.Behaviour;
import sluice.load.webhook.Receiver;

/** Who follows the journal of an engine in this process: tails, outgoing events, and endpoints that are told of all of them. */
final class Followers implements AutoCloseable {

    private static final KeyCaller CALLER =
            new KeyCaller(Caller.of("tail-cost"), ApiKey.unlimited("tail-cost"), "no key at all");
    private static final int CONCURRENCY = 16;
    private static final int PER_SECOND = 1_000;

    private static final String TAILS_BEHIND = """
        select count(*) from pekko_projection_offset_store tail
        where exists (select from event_journal
            where (xact, ordering) > (split_part(tail.current_offset, ':', 1)::xid8, split_part(tail.current_offset, ':', 2)::bigint))
        """;

    private static final String DELIVERIES_BEHIND =
            "select coalesce(sum(greatest(0, e.last - w.position)), 0) from webhook_endpoint w, outgoing_event_end e";

    private final InProcess engine;
    private final Receiver receiver;
    private final Webhooks webhooks;

    private Followers(InProcess engine, Receiver receiver, Webhooks webhooks) {
        this.engine = engine;
        this.receiver = receiver;
        this.webhooks = webhooks;
    }

    /** Has so many endpoints told of everything that {@code engine} does. */
    static Followers of(InProcess engine, int endpoints) throws IOException {
        var node = engine.node();
        var events = Events.start(node.system(), node.database(), node.engine(), node.meters());
        var webhooks = Webhooks.start(
                        node.system(),
                        node.settings(),
                        Webhooks.Given.read(node.settings()),
                        node.webhookDatabase(),
                        events.reader(),
                        events.signal(),
                        node.meters())
                .orElseThrow();
        var followers = new Followers(engine, new Receiver(URI.create("http://127.0.0.2:1/")), webhooks);
        for (int i = 0; i < endpoints; i++) {
            followers.add();
        }
        return followers;
    }

    private void add() {
        var inbox = receiver.add(Behaviour.HEALTHY);
        var wanted = new NewEndpoint(receiver.url(inbox).toString(), List.of("*"), null, null, CONCURRENCY, PER_SECOND);
        var made = webhooks.desk()
                .create(
                        wanted,
                        CALLER,
                        answer -> String.valueOf(answer.secret()).getBytes(StandardCharsets.UTF_8))
                .toCompletableFuture()
                .join();
        if (!(made instanceof EndpointOutcome.Answered answered)) {
            throw new IllegalStateException("no endpoint was made: " + made);
        }
        inbox.secret(new String(answered.answer(), StandardCharsets.UTF_8));
    }

    /** How many tails have not read all. */
    long tailsBehind(Connection database) throws SQLException {
        return number(database, TAILS_BEHIND);
    }

    /** How many events endpoints have not been sent yet, of all endpoints. */
    long deliveriesBehind(Connection database) throws SQLException {
        return number(database, DELIVERIES_BEHIND);
    }

    /** The most seconds that a tail says that it is behind. */
    double lagTold() {
        return engine.node().meters().find("sluice.tail.lag.seconds").gauges().stream()
                .mapToDouble(gauge -> gauge.value())
                .max()
                .orElse(0);
    }

    private static long number(Connection database, String sql) throws SQLException {
        try (var statement = database.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() {
        webhooks.close();
        receiver.close();
    }
}
