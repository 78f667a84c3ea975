package sluice.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.journal.WrittenJournal;

/** PostgreSQL is killed while many entities write: what was told as written is there, what was told as rejected is not. */
class KilledDatabaseTest {
    private static final int ENTITIES = 64;
    private static final int WRITES_BEFORE_THE_KILL = 2_000;

    private record Told(String key, Object outcome) {}

    @Test
    void databaseKilledMidInsert_makesNoLiar_andTheJournalWorksAgain(@TempDir Path directory) throws Exception {
        try (var server = EmbeddedDatabase.start(SharedDatabase.settings(directory))) {
            Migrations.apply(server.address());
            var database = new JournalSystem.Database(server.address());
            try (var journal = new WrittenJournal(database.config());
                    var entities = Executors.newVirtualThreadPerTaskExecutor()) {
                var enough = new CountDownLatch(WRITES_BEFORE_THE_KILL);
                var over = new AtomicBoolean();
                var lives = new ArrayList<Future<List<Told>>>();
                for (int n = 0; n < ENTITIES; n++) {
                    var id = "s|" + n;
                    lives.add(entities.submit(() -> live(journal, id, enough, over)));
                }
                assertTrue(enough.await(60, TimeUnit.SECONDS));
                ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
                Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> answers(server.address()));
                over.set(true);
                var told = new ArrayList<Told>();
                for (var life : lives) {
                    told.addAll(life.get(60, TimeUnit.SECONDS));
                }
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> journal.write("s|after-" + System.nanoTime(), 1, "w")
                                .told()
                                .equals(List.of("written")));
                judge(told, keys(server.address()));
            }
        }
    }

    /** Writes one row after the other, until one is not written, or all is over. */
    private static List<Told> live(WrittenJournal journal, String id, CountDownLatch enough, AtomicBoolean over) {
        var told = new ArrayList<Told>();
        for (int sequence = 1; ; sequence++) {
            var outcome = journal.write(id, sequence, "writer of " + id).told().getFirst();
            told.add(new Told(id + " " + sequence, outcome));
            enough.countDown();
            if (!outcome.equals("written") || over.get()) {
                return told;
            }
        }
    }

    private static boolean answers(JdbcAddress address) {
        try {
            SharedDatabase.connect(address).close();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private static void judge(List<Told> told, Set<String> keys) {
        for (var one : told) {
            if (one.outcome().equals("written")) {
                assertTrue(keys.contains(one.key()), () -> one + " is lost");
            } else if (one.outcome() instanceof WrittenJournal.Rejected) {
                assertTrue(!keys.contains(one.key()), () -> one + " was written");
            }
        }
        assertEquals(
                ENTITIES, told.stream().filter(one -> one.key().endsWith(" 1")).count());
    }

    private static Set<String> keys(JdbcAddress address) throws SQLException {
        var keys = new HashSet<String>();
        try (var connection = SharedDatabase.connect(address);
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery("select persistence_id || ' ' || sequence_number from event_journal")) {
            while (rows.next()) {
                assertTrue(keys.add(rows.getString(1)));
            }
        }
        return keys;
    }
}
