package sluice.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import sluice.Caller;
import sluice.event.EventBody;
import sluice.event.EventType;
import sluice.event.NewEvent;
import sluice.event.OutgoingEvent;
import sluice.event.OutgoingEvents;
import sluice.key.ApiKey;
import sluice.key.KeyCaller;
import sluice.key.KeyDatabase;
import sluice.webhook.Attempt;
import sluice.webhook.AttemptResult;
import sluice.webhook.DeliveryStep.Disabled;
import sluice.webhook.DeliveryStep.Flush;
import sluice.webhook.DeliveryStep.ReadRetries;
import sluice.webhook.DueRetry;
import sluice.webhook.EndpointStatus;
import sluice.webhook.LoggedAttempt;
import sluice.webhook.MasterKeys;
import sluice.webhook.RetryChange;
import sluice.webhook.SecretBox;

/** What owners of an endpoint write, and what of it counts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryStoreTest {

    private static final KeyCaller BY = new KeyCaller(Caller.of("admin"), ApiKey.unlimited("admin"), "secret of admin");
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private static final int ATTEMPTS = 10;
    private static final NewEndpoint WANTED =
            new NewEndpoint("https://hooks.example.net/", List.of("order.*"), null, null, 8, 100);

    private final DataSource source = KeyDatabase.migrated();
    private final Jdbi database = Jdbi.create(source).installPlugin(new PostgresPlugin());
    private final EndpointSecrets secrets = secrets(masterKey());
    private final EndpointStore endpoints = endpoints(secrets);
    private final DeliveryStore store = store(secrets);

    private static String masterKey() {
        var key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    private static EndpointSecrets secrets(String masterKey) {
        return new EndpointSecrets(new SecretBox(MasterKeys.parse(masterKey), new SecureRandom()), new SecureRandom());
    }

    private EndpointStore endpoints(EndpointSecrets box) {
        return new EndpointStore(database, box, new EndpointChanges(database, InstantSource.system()));
    }

    private DeliveryStore store(EndpointSecrets box) {
        return new DeliveryStore(database, box, new RetryTable(ATTEMPTS));
    }

    private static byte[] secretOf(EndpointAnswer answer) {
        return String.valueOf(answer.secret()).getBytes(StandardCharsets.UTF_8);
    }

    private String endpoint() {
        var made = endpoints.create(WANTED, BY, DeliveryStoreTest::secretOf);
        return assertInstanceOf(EndpointOutcome.Answered.class, made).endpointId();
    }

    private static Flush flush(long number, long position, RetryChange... changes) {
        return new Flush(
                number,
                position,
                EndpointStatus.ENABLED,
                Optional.empty(),
                List.of(),
                List.of(changes),
                Optional.empty());
    }

    private OutgoingEvent event() {
        var id = "evt_" + UUID.randomUUID();
        var body = EventBody.of(id, EventType.ORDER_SHIPPED, now, 1, Map.of());
        database.useTransaction(transaction -> OutgoingEvents.append(
                transaction, List.of(new NewEvent(id, EventType.ORDER_SHIPPED, "order/1", null, 1, now, body))));
        long position = database.withHandle(handle -> handle.createQuery("select last from outgoing_event_end")
                .mapTo(Long.class)
                .one());
        return new OutgoingEvent(position, id, "order.shipped", "order/1", null, body);
    }

    @Test
    void lateFlushOfAnOwnerOfBefore_isRefused() {
        var id = endpoint();
        var first = UUID.randomUUID();
        var begun = store.takeOver(id, first).orElseThrow().saved();
        assertTrue(store.write(id, first, flush(1, begun.position() + 1), 0));
        var second = UUID.randomUUID();
        assertEquals(1, store.takeOver(id, second).orElseThrow().saved().flushes());
        assertFalse(store.write(id, first, flush(2, begun.position() + 9), 0));
        assertFalse(store.write(id, first, flush(1, begun.position() + 1), 0), "not even one that was written");
        assertTrue(store.read(id, first, 0).isEmpty());
        assertTrue(store.write(id, second, flush(2, begun.position() + 2), 0));
        assertEquals(
                begun.position() + 2,
                store.takeOver(id, UUID.randomUUID()).orElseThrow().saved().position());
    }

    @Test
    void secretsUnderAnOlderMasterKey_areSealedAnewUnderTheFirst() {
        var older = masterKey();
        var newer = masterKey();
        var id = endpoints(secrets(older)).create(WANTED, BY, DeliveryStoreTest::secretOf);
        var endpointId = assertInstanceOf(EndpointOutcome.Answered.class, id).endpointId();
        var secret = secretText(secrets(older), endpointId);
        assertThrows(SecretBox.CannotOpen.class, () -> secretText(secrets(newer), endpointId));
        assertEquals(0, store(secrets(newer)).rewrapSecrets(), "there is nothing that it opens");

        var both = secrets(newer + "," + older);
        assertEquals(secret, secretText(both, endpointId));
        assertEquals(1, store(both).rewrapSecrets(), "what other keys sealed is left");
        assertEquals(0, store(both).rewrapSecrets());
        assertEquals(secret, secretText(secrets(newer), endpointId));
    }

    private String secretText(EndpointSecrets box, String endpointId) {
        return database.withHandle(
                handle -> box.of(handle, endpointId).getFirst().secret().text());
    }

    @Test
    void flushThatIsRepeated_countsOnce_andOneThatLeavesOneOut_isRefused() {
        var id = endpoint();
        var owner = UUID.randomUUID();
        store.takeOver(id, owner);
        var event = event();
        var attempt = new Attempt(0, 1, event, Attempt.Kind.FIRST, 0, now);
        var answer = "no\0thing";
        var failed = new AttemptResult.Answered(503, Duration.ofMillis(7), answer, Optional.empty());
        var due = now.plusSeconds(5);
        var flush = new Flush(
                1,
                event.position(),
                EndpointStatus.ENABLED,
                Optional.of(now),
                List.of(new LoggedAttempt(attempt, failed, Optional.of(due))),
                List.of(new RetryChange.Later(event.position(), 1, due, true)),
                Optional.empty());
        assertTrue(store.write(id, owner, flush, 0));
        assertTrue(store.write(id, owner, flush, 0));
        assertFalse(store.write(id, owner, flush(3, event.position()), 0));
        var logged =
                database.withHandle(handle -> DeliveryLog.list(handle, id, new DeliveryFilter(null, null), null, 10));
        assertEquals(1, logged.size());
        assertEquals("no\uFFFDthing", logged.getFirst().answer());
        assertEquals(
                Optional.of(now),
                store.takeOver(id, owner).orElseThrow().saved().failingSince());
    }

    @Test
    void retries_areReadByTheTimeTheyAreDue_andChangedAsAsked() {
        var id = endpoint();
        var owner = UUID.randomUUID();
        store.takeOver(id, owner);
        var early = event();
        var late = event();
        assertTrue(store.write(
                id,
                owner,
                flush(
                        1,
                        late.position(),
                        new RetryChange.Later(late.position(), 1, now.minusSeconds(1), false),
                        new RetryChange.Later(early.position(), 1, now.minusSeconds(2), false),
                        new RetryChange.Later(early.position(), 7, now.minusSeconds(9), true)),
                0));
        var all = new ReadRetries(1, new DueRetry.Key(Instant.EPOCH, Long.MIN_VALUE), now, 10, 1 << 20);
        var page = store.retries(id, all);
        assertEquals(
                List.of(early, late), page.due().stream().map(DueRetry::event).toList());
        assertEquals(1, page.due().getFirst().made(), "one that is there stays as it is");
        assertEquals(Optional.empty(), page.next());
        var one = store.retries(id, new ReadRetries(2, all.after(), now, 1, 1 << 20));
        assertEquals(1, one.due().size());
        assertEquals(Optional.of(now.minusSeconds(1)), one.next());
        var none = store.retries(id, new ReadRetries(3, page.due().getLast().key(), now, 10, 1 << 20));
        assertEquals(List.of(), none.due());

        assertTrue(store.write(
                id,
                owner,
                flush(
                        2,
                        late.position(),
                        new RetryChange.Settled(early.position()),
                        new RetryChange.Settled(late.position()),
                        new RetryChange.SendAgain(late.position(), now)),
                0));
        var again = store.retries(id, all);
        assertEquals(
                List.of(late.position()),
                again.due().stream().map(due -> due.event().position()).toList());
        assertEquals(ATTEMPTS - 1, again.due().getFirst().made());
    }

    /** As when an endpoint was disabled for longer than events are kept. */
    @Test
    void retriesOfEventsThatAreNotKept_holdNoOtherUp() {
        var id = endpoint();
        var owner = UUID.randomUUID();
        store.takeOver(id, owner);
        var gone = Stream.generate(this::event).limit(3).toList();
        var kept = event();
        var changes = Stream.concat(gone.stream(), Stream.of(kept))
                .map(event -> new RetryChange.Later(event.position(), 1, now.minusSeconds(9), false))
                .toArray(RetryChange[]::new);
        assertTrue(store.write(id, owner, flush(1, kept.position(), changes), 0));
        database.useHandle(handle -> handle.createUpdate("delete from outgoing_event where position < :kept")
                .bind("kept", kept.position())
                .execute());
        var read = new ReadRetries(1, new DueRetry.Key(Instant.EPOCH, Long.MIN_VALUE), now, 2, 1 << 20);
        assertEquals(
                List.of(kept),
                store.retries(id, read).due().stream().map(DueRetry::event).toList());
    }

    @Test
    void wish_isThereUntilItsFlush_andShownAtOnce() {
        var id = endpoint();
        var owner = UUID.randomUUID();
        store.takeOver(id, owner);
        var off = new EndpointChange(null, null, null, null, null, false);
        var changed = assertInstanceOf(EndpointOutcome.Changed.class, endpoints.change(id, off, BY));
        assertEquals(EndpointStatus.DISABLED, changed.endpoint().status());
        var wish = store.read(id, owner, 0).orElseThrow().wishes().getFirst();
        assertEquals(Wish.Kind.DISABLE, wish.kind());
        var disabled =
                new Flush(1, 0, EndpointStatus.DISABLED, Optional.empty(), List.of(), List.of(), Optional.empty());
        assertTrue(store.write(id, owner, disabled, wish.number()));
        assertEquals(List.of(), store.takeOver(id, owner).orElseThrow().wishes());
        assertEquals(
                EndpointStatus.DISABLED, endpoints.find(id, null).orElseThrow().status());
        assertFalse(store.wanting().stream().anyMatch(wanting -> wanting.id().equals(id)));
    }

    @Test
    void disabling_appendsItsEvent_inTheSameTransaction() {
        var id = endpoint();
        var owner = UUID.randomUUID();
        store.takeOver(id, owner);
        var flush = new Flush(
                1,
                0,
                EndpointStatus.FAILING,
                Optional.of(now),
                List.of(),
                List.of(),
                Optional.of(new Disabled(EndpointStatus.FAILING, now, now)));
        assertTrue(store.write(id, owner, flush, 0));
        assertTrue(store.write(id, owner, flush, 0));
        var bodies = database.withHandle(handle -> handle.createQuery(
                        "select body from outgoing_event where subject = 'webhook_endpoint/' || :id")
                .bind("id", id)
                .mapTo(String.class)
                .list());
        assertEquals(1, bodies.size());
        assertTrue(bodies.getFirst().contains("\"status\":\"DISABLED_FAILING\""), bodies::toString);
    }

    @Test
    void deletedEndpoint_hasNoOwner_andIsSwept() {
        var id = endpoint();
        var owner = UUID.randomUUID();
        store.takeOver(id, owner);
        assertInstanceOf(EndpointOutcome.Deleted.class, endpoints.delete(id, BY));
        assertFalse(store.write(id, owner, flush(1, 1), 0));
        assertTrue(store.takeOver(id, owner).isEmpty());
        while (store.sweep(now)) {
            assertTrue(endpoints.find(id, null).isEmpty());
        }
        var rows = database.withHandle(
                handle -> handle.createQuery("select count(*) from webhook_endpoint where endpoint_id = :id")
                        .bind("id", id)
                        .mapTo(Integer.class)
                        .one());
        assertEquals(0, rows);
    }

    @Test
    void secretUnderAnotherMasterKey_cannotBeUsed_andTheEndpointIsOwnedAllTheSame() {
        var id = endpoint();
        var elsewhere = new DeliveryStore(database, secrets(masterKey()), new RetryTable(ATTEMPTS));
        var config = elsewhere.takeOver(id, UUID.randomUUID()).orElseThrow().config();
        assertEquals(List.of(), config.secrets(now));
        assertTrue(String.valueOf(config.unopened()).contains("master keys"));
        assertEquals(
                1,
                store.takeOver(id, UUID.randomUUID())
                        .orElseThrow()
                        .config()
                        .secrets(now)
                        .size());
    }

    @Test
    void flushThatFailsOnTheWay_leavesNothing() {
        var id = endpoint();
        var owner = UUID.randomUUID();
        store.takeOver(id, owner);
        var attempt = new Attempt(0, 1, event(), Attempt.Kind.FIRST, 0, now);
        var result = new AttemptResult.Failed("The connection failed.", Duration.ofMillis(1));
        var twice = new LoggedAttempt(attempt, result, Optional.empty());
        var broken = new Flush(
                1, 9, EndpointStatus.ENABLED, Optional.empty(), List.of(twice, twice), List.of(), Optional.empty());
        assertThrows(JdbiException.class, () -> store.write(id, owner, broken, 0));
        assertEquals(0, store.takeOver(id, owner).orElseThrow().saved().flushes());
    }
}
