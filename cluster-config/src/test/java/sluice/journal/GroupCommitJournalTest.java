package sluice.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.apache.pekko.persistence.PersistentRepr;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sluice.journal.WrittenJournal.Rejected;
import sluice.journal.WrittenJournal.Writing;
import sluice.node.JournalSystem;

/** Many entities write through one journal, and each is told what became of its own row. */
class GroupCommitJournalTest {

    private final JournalSystem.Database database = JournalSystem.empty();
    private WrittenJournal journal = started(Map.of());

    private WrittenJournal started(Map<String, ?> settings) {
        return new WrittenJournal(database.config(), settings);
    }

    private void restart(Map<String, ?> settings) {
        journal.close();
        journal = started(settings);
    }

    @AfterEach
    void stop() {
        journal.close();
    }

    @Test
    void writesThatWait_goOutInOneStatement_inTheOrderOfTheirKeys() throws SQLException {
        restart(Map.of("writers", 1));
        var written = whileOneWaits(() -> IntStream.of(7, 3, 9, 1)
                .mapToObj(n -> journal.write("s|" + n, 1, "w" + n))
                .toList());
        written.forEach(one -> assertEquals(List.of("written"), one.told()));
        assertEquals(
                "1", database.ask("select count(distinct xact) from event_journal where persistence_id <> 's|held'"));
        assertEquals(
                "s|1 s|3 s|7 s|9",
                database.ask("select string_agg(persistence_id, ' ' order by ordering) from event_journal"
                        + " where persistence_id <> 's|held'"));
    }

    @Test
    void rowOfAnotherWriter_rejectsItsEntityAlone_withTheConflictAsCause() throws SQLException {
        restart(Map.of("writers", 1));
        assertEquals(List.of("written"), journal.write("s|5", 1, "other").told());
        var written = whileOneWaits(() -> IntStream.range(0, 10)
                .mapToObj(n -> journal.write("s|" + n, 1, "w" + n))
                .toList());
        for (int n = 0; n < 10; n++) {
            var told = written.get(n).told().getFirst();
            if (n == 5) {
                assertEquals("23505", sqlStateOf(told));
            } else {
                assertEquals("written", told);
            }
        }
        assertEquals("other", database.ask("select writer from event_journal where persistence_id = 's|5'"));
    }

    @Test
    void rowsRefusedForWhatIsInThem_rejectTheirEntitiesAlone() throws SQLException {
        restart(Map.of("writers", 1));
        var tooLong = "s|" + "x".repeat(300);
        var written = whileOneWaits(() -> List.of(
                journal.write("s|1", 1, "w"),
                journal.write(tooLong, 1, "w"),
                journal.write("s|2", 1, "w"),
                journal.write("s|no\0text", 1, "w"),
                journal.write("s|3", 1, "w")));
        var told = written.stream().map(one -> one.told().getFirst()).toList();
        assertEquals(List.of("written", "written", "written"), List.of(told.get(0), told.get(2), told.get(4)));
        assertEquals("22001", sqlStateOf(told.get(1)));
        assertEquals("22021", sqlStateOf(told.get(3)));
    }

    @Test
    void badRowAmongMany_isFound_withFewConnections() throws SQLException {
        journal.close();
        var few = ConfigFactory.parseString(
                "pekko-persistence-jdbc.shared-databases.journal.db { numThreads = 2, maxConnections = 2,"
                        + " minConnections = 1 }");
        journal = new WrittenJournal(few.withFallback(database.config()), Map.of("writers", 1));
        var tooLong = "s|" + "x".repeat(300);
        var written = whileOneWaits(() -> IntStream.range(0, 100)
                .mapToObj(n -> journal.write(n == 42 ? tooLong : "s|" + n, 1, "w"))
                .toList());
        assertEquals("22001", sqlStateOf(written.get(42).told().getFirst()));
        assertEquals(List.of("written"), written.get(0).told());
        assertEquals("100", database.askOnce("select 100 from event_journal having count(*) = 100"));
    }

    @Test
    void atomicWrite_ofWhichOneRowCannotStand_leavesNone_norWhatTheActorWroteAfterIt() {
        assertEquals(List.of("written"), journal.write("s|1", 2, "other").told());
        var told = journal.write(
                        List.of(WrittenJournal.event("s|1", 1, "w"), WrittenJournal.event("s|1", 2, "w")),
                        List.of(WrittenJournal.event("s|1", 3, "w")))
                .told();
        assertEquals(3, told.size());
        told.forEach(one -> assertEquals("23505", sqlStateOf(one)));
        assertEquals("2", database.ask("select string_agg(sequence_number::text, ' ') from event_journal"));
    }

    @Test
    void twoOwnersOfAnEntity_whoWriteAtOnce_areToldApartByTheKey() {
        try (var other = started(Map.of())) {
            for (int sequence = 1; sequence <= 50; sequence++) {
                var mine = journal.write("s|1", sequence, "mine");
                var theirs = other.write("s|1", sequence, "theirs");
                var writer = database.askOnce("select writer from event_journal where sequence_number = " + sequence);
                var winner = writer.equals("mine") ? mine : theirs;
                var loser = writer.equals("mine") ? theirs : mine;
                assertEquals(List.of("written"), winner.told());
                assertEquals("23505", sqlStateOf(loser.told().getFirst()));
            }
        }
        assertEquals("50", database.ask("select count(*) from event_journal"));
    }

    @Test
    void replay_waitsForTheEntitysWriteInFlight() throws SQLException {
        WrittenJournal.Replaying replaying;
        Writing writing;
        try (var holding = holding("s|1")) {
            writing = journal.write("s|1", 1, "w");
            replaying = journal.replay("s|1");
            // A replay that does not wait finds nothing, and no key in its way.
            assertEquals(List.of(0L), journal.replay("s|2").told());
            holding.rollback();
        }
        assertEquals(List.of("written"), writing.told());
        var told = replaying.told();
        assertEquals(1L, told.getLast());
        assertEquals(2, told.size());
    }

    @Test
    void replay_givesBackWhatWasStored_inOrder_overPages() {
        restart(Map.of("page-rows", 3, "page-bytes", "64 B"));
        for (int sequence = 1; sequence <= 20; sequence++) {
            var event = PersistentRepr.apply("x".repeat(sequence), sequence, "s|1", "adapted", false, null, "w")
                    .withMetadata("meta " + sequence);
            assertEquals(List.of("written"), journal.write(List.of(event)).told());
        }
        var told = journal.replay("s|1").told();
        assertEquals(20L, told.removeLast());
        assertEquals(20, told.size());
        for (int i = 0; i < told.size(); i++) {
            var event = assertInstanceOf(PersistentRepr.class, told.get(i));
            assertEquals(i + 1, event.sequenceNr());
            assertEquals("x".repeat(i + 1), event.payload());
            assertEquals("w", event.writerUuid());
            assertEquals("adapted", event.manifest());
            assertEquals("meta " + (i + 1), event.metadata().get());
            assertEquals(
                    database.ask("select write_timestamp from event_journal where sequence_number = " + (i + 1)),
                    String.valueOf(event.timestamp()));
        }
    }

    @Test
    void gapInAnEntitysRows_failsItsReplay() {
        journal.write("s|1", 1, "w").told();
        journal.write("s|1", 2, "w").told();
        journal.write("s|1", 3, "w").told();
        database.execute("delete from event_journal where sequence_number = 2");
        var told = journal.replay("s|1").told();
        assertInstanceOf(RecoveryReads.SequenceGap.class, told.getLast());
    }

    @Test
    void writesBeyondTheBound_areRejectedUnsent() throws SQLException {
        restart(Map.of("writers", 1, "max-waiting", 3));
        var written = whileOneWaits(() -> IntStream.range(0, 5)
                .mapToObj(n -> journal.write("s|" + n, 1, "w"))
                .toList());
        var told = written.stream().map(one -> one.told().getFirst()).toList();
        assertEquals(List.of("written", "written", "written"), told.subList(0, 3));
        for (var refused : told.subList(3, 5)) {
            assertInstanceOf(
                    RejectedExecutionException.class,
                    assertInstanceOf(Rejected.class, refused).cause());
        }
        assertEquals("4", database.ask("select count(*) from event_journal"));
    }

    @Test
    void statement_isBoundInBytes() throws SQLException {
        restart(Map.of("writers", 1, "max-bytes", "1 KiB"));
        var written = whileOneWaits(() -> IntStream.range(0, 4)
                .mapToObj(n -> journal.write(List.of(WrittenJournal.event("x".repeat(400), "s|" + n, 1, "w"))))
                .toList());
        written.forEach(one -> assertEquals(List.of("written"), one.told()));
        assertEquals(
                "2", database.ask("select count(distinct xact) from event_journal where persistence_id <> 's|held'"));
    }

    @Test
    void journalThatHasStopped_leavesNoThread() {
        journal.write("s|1", 1, "w").told();
        journal.replay("s|1").told();
        assertTrue(journalThreads() > 0);
        journal.close();
        Awaitility.await().until(() -> journalThreads() == 0);
    }

    private static long journalThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("sluice-journal-"))
                .count();
    }

    private static String sqlStateOf(Object told) {
        for (var at = assertInstanceOf(Rejected.class, told).cause(); at != null; at = at.getCause()) {
            if (at instanceof SQLException sql) {
                return sql.getSQLState();
            }
        }
        throw new AssertionError("No SQLException in " + told);
    }

    private interface Writes {
        List<Writing> begin();
    }

    /** Begins {@code writes} while the only writer waits for a key that another transaction holds. */
    private List<Writing> whileOneWaits(Writes writes) throws SQLException {
        var all = new ArrayList<Writing>();
        Writing first;
        try (var holding = holding("s|held")) {
            first = journal.write("s|held", 1, "w");
            Awaitility.await()
                    .until(() -> !"0".equals(database.ask("select count(*) from pg_locks where not granted")));
            all.addAll(writes.begin());
            journal.awaitHandedOver();
            holding.rollback();
        }
        assertEquals(List.of("written"), first.told());
        return all;
    }

    /** A transaction that has written the first row of an entity, and not committed it. */
    private Connection holding(String persistenceId) throws SQLException {
        var connection = database.connect();
        connection.setAutoCommit(false);
        ScratchJournal.append(connection, persistenceId, 1);
        return connection;
    }
}
