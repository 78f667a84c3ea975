package sluice.key;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sluice.Caller;

/** What a node knows of the keys that this and other nodes have changed. */
class KeyDirectoryTest {

    private static final Duration PROMISED = Duration.ofSeconds(5);
    private static final KeyCaller ADMIN =
            new KeyCaller(Caller.of("admin"), ApiKey.unlimited("admin"), "secret of admin");

    private final DataSource database = KeyDatabase.migrated();
    private final KeyStore store = new KeyStore(Jdbi.create(database), InstantSource.system());
    private final SetClocks clocks = new SetClocks();

    /** Clocks that run when they are told to. */
    private static final class SetClocks implements KeyDirectory.Clocks {
        private long wallMillis = System.currentTimeMillis();
        private long steadyNanos;

        @Override
        public long wallMillis() {
            return wallMillis;
        }

        @Override
        public long steadyNanos() {
            return steadyNanos;
        }
    }

    @Test
    void everyChangeOnOneNode_countsOnAnother_withinFiveSeconds() {
        try (var one = KeyDirectory.start(Jdbi.create(database));
                var other = KeyDirectory.start(Jdbi.create(database))) {
            var first = create();
            one.refresh();
            assertTrue(one.find(first).isPresent(), "at once where it was made");
            await().atMost(PROMISED).until(() -> other.find(first).isPresent());

            var second = rotate(first, Duration.ZERO);
            await().atMost(PROMISED)
                    .until(() ->
                            other.find(second).isPresent() && other.find(first).isEmpty());

            assertInstanceOf(KeyOutcome.Revoked.class, store.revoke(idOf(first), ADMIN));
            await().atMost(PROMISED)
                    .until(() ->
                            one.find(second).isEmpty() && other.find(second).isEmpty());
            assertTrue(one.refusal().isEmpty(), "it is known to be none");
        }
    }

    /** A change that begins before another, and before a node has read, and is committed after both. */
    @Test
    void changesThatAreCommittedOutOfOrder_areNotMissed() throws SQLException {
        var directory = directory();
        var early = create();
        directory.refresh();
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select txid_current()"); // its place among transactions is before the next one's
            var late = create();
            directory.refresh();
            assertTrue(directory.find(late).isPresent());
            statement.execute("update api_key set revoked_at = now() where key_id = '" + idOf(early) + "'");
            directory.refresh();
            assertTrue(directory.find(early).isPresent(), "not committed yet");
            connection.commit();
            directory.refresh();
            assertTrue(directory.find(early).isEmpty());
            assertTrue(directory.find(late).isPresent());
        }
    }

    @Test
    void rowsTakenOutByHand_areNoticed() throws SQLException {
        var directory = directory();
        var key = create();
        directory.refresh();
        assertTrue(directory.find(key).isPresent());
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("delete from api_key");
        }
        directory.refresh();
        assertTrue(directory.find(key).isEmpty());
    }

    @Test
    void whatWasNotConfirmedForFourSeconds_isNotReliedOn() {
        var directory = directory();
        assertTrue(directory.refusal().isPresent(), "nothing was read yet");
        var key = create();
        directory.refresh();
        clocks.wallMillis += 3_999;
        clocks.steadyNanos += 3_999_000_000L;
        assertTrue(directory.find(key).isPresent());
        assertTrue(directory.refusal().isEmpty());
        clocks.wallMillis += 1;
        assertTrue(directory.find(key).isEmpty(), "while the machine slept, only this clock went on");
        assertTrue(directory.refusal().isPresent(), "which is no word about the key");
        directory.refresh();
        clocks.wallMillis -= 100_000;
        clocks.steadyNanos += 4_000_000_000L;
        assertTrue(directory.find(key).isEmpty(), "whoever sets the clock back");
        directory.refresh();
        assertTrue(directory.find(key).isPresent());
    }

    @Test
    void databaseThatFails_confirmsNothing() throws SQLException {
        var directory = directory();
        var key = create();
        directory.refresh();
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("alter table api_key_mark rename to gone");
            assertThrows(JdbiException.class, directory::refresh);
            assertTrue(directory.find(key).isPresent());
            clocks.steadyNanos += 4_000_000_000L;
            assertTrue(directory.find(key).isEmpty());
        }
    }

    @Test
    void expiryAndOverlap_endByThemselves() {
        var directory = directory();
        var at = Instant.ofEpochMilli(clocks.wallMillis).plusSeconds(60);
        var expiring = create(at);
        var rotated = create();
        var fresh = rotate(rotated, Duration.ofSeconds(60));
        directory.refresh();
        assertTrue(directory.find(expiring).isPresent());
        assertTrue(directory.find(rotated).isPresent());
        clocks.wallMillis = at.toEpochMilli() + 60_000;
        directory.refresh();
        assertTrue(directory.find(expiring).isEmpty());
        assertTrue(directory.find(rotated).isEmpty());
        assertTrue(directory.find(fresh).isPresent());
    }

    @Test
    void lookAlikes_areNone() {
        var directory = directory();
        var key = create();
        directory.refresh();
        assertTrue(directory.find(KeyText.withId(idOf(key)).text()).isEmpty(), "another secret");
        assertTrue(directory.find(KeyText.random().text()).isEmpty(), "another id");
        assertTrue(directory.find(key + " ").isEmpty());
        assertTrue(directory.find("").isEmpty());
        assertEquals(idOf(key), directory.find(key).orElseThrow().id());
    }

    @Test
    void uses_areWrittenTogether_andEachAtMostOnceAMinute() {
        var uses = new KeyUses();
        var jdbi = Jdbi.create(database);
        var id = idOf(create());
        var use = uses.of(id);
        long first = clocks.wallMillis;
        use.at(first);
        jdbi.useHandle(handle -> uses.write(handle, first, false));
        assertEquals(first, lastUsed(id));
        use.at(first + 30_000);
        jdbi.useHandle(handle -> uses.write(handle, first + 59_999, false));
        assertEquals(first, lastUsed(id), "not again in this minute");
        jdbi.useHandle(handle -> uses.write(handle, first + 60_000, false));
        assertEquals(first + 30_000, lastUsed(id));
        use.at(first + 70_000);
        jdbi.useHandle(handle -> uses.write(handle, first + 70_000, true));
        assertEquals(first + 70_000, lastUsed(id), "the last of a node that stops");
    }

    @Test
    void answersOlderThan48Hours_areForgotten_andTakenOut() throws SQLException {
        var by = new KeyCaller(Caller.of("admin").withIdempotencyKey("once"), ADMIN.key(), ADMIN.presented());
        var first = assertInstanceOf(KeyOutcome.Made.class, store.create(wanted(null), by, KeyDirectoryTest::text));
        var again = assertInstanceOf(KeyOutcome.Made.class, store.create(wanted(null), by, KeyDirectoryTest::text));
        assertTrue(again.replayed());
        assertEquals(first.keyId(), again.keyId());
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("update api_key_answer set recorded_at = recorded_at - interval '48 hours'");
        }
        var later = assertInstanceOf(KeyOutcome.Made.class, store.create(wanted(null), by, KeyDirectoryTest::text));
        assertNotEquals(first.keyId(), later.keyId());
        var jdbi = Jdbi.create(database);
        jdbi.useHandle(handle -> FirstAnswers.sweep(handle, Instant.now()));
        assertEquals(1, answers(jdbi));
        jdbi.useHandle(handle -> FirstAnswers.sweep(handle, Instant.now().plus(Duration.ofHours(49))));
        assertEquals(0, answers(jdbi));
    }

    private static int answers(Jdbi jdbi) {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from api_key_answer")
                .mapTo(Integer.class)
                .one());
    }

    /** One that follows nothing by itself. */
    private KeyDirectory directory() {
        return new KeyDirectory(Jdbi.create(database), clocks);
    }

    private long lastUsed(String id) {
        var at = store.find(id).orElseThrow().lastUsedAt();
        return at == null ? 0 : at.toEpochMilli();
    }

    private String create() {
        return create(null);
    }

    private String create(@Nullable Instant expiresAt) {
        return text(store.create(wanted(expiresAt), ADMIN, KeyDirectoryTest::text));
    }

    private static NewKey wanted(@Nullable Instant expiresAt) {
        return new NewKey("test", Set.of(Scope.ORDERS_READ), null, null, null, null, expiresAt);
    }

    private String rotate(String key, Duration overlap) {
        return text(store.rotate(idOf(key), overlap, ADMIN, KeyDirectoryTest::text));
    }

    private static byte[] text(MadeKey made) {
        return made.text().getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(KeyOutcome outcome) {
        return new String(assertInstanceOf(KeyOutcome.Made.class, outcome).answer(), StandardCharsets.US_ASCII);
    }

    private static String idOf(String key) {
        return KeyText.keyIdIn(key).orElseThrow();
    }
}
