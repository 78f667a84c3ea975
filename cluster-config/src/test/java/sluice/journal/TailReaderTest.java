package sluice.journal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TailReaderTest {

    private static final int WRITERS = 6;
    private static final int TRANSACTIONS = 60;

    private static ScratchJournal database;
    private static Jdbi jdbi;

    @BeforeAll
    static void startDatabase() {
        database = ScratchJournal.start();
        jdbi = Jdbi.create(database.dataSource());
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        database.close();
    }

    @BeforeEach
    void clear() {
        database.clear();
    }

    @Test
    void writersThatCommitOutOfOrder_areReadWithoutGap_whereReadingByOrderingLosesRows() throws Exception {
        long seed = System.nanoTime();
        System.out.println("TailReaderTest seed " + seed);
        var committed = new ConcurrentLinkedQueue<String>();
        var naive = new NaiveReader();
        var tail = new ArrayList<TailRow>();
        try (var threads = Executors.newCachedThreadPool()) {
            var writers = new ArrayList<Future<?>>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int number = writer;
                writers.add(threads.submit(() -> write(number, new Random(seed + number), committed)));
            }
            writers.add(threads.submit(() -> writeAndCommitAfter(naive, committed)));
            boolean writing = true;
            while (writing) {
                writing = !writers.stream().allMatch(Future::isDone);
                naive.read();
                readOn(tail, 7); // pages that end within transactions
            }
            for (var writer : writers) {
                writer.get();
            }
        }
        readOn(tail, 7);
        var seen = tail.stream().map(TailReaderTest::nameOf).toList();
        assertEquals(seen.size(), new HashSet<>(seen).size(), "a row was read twice");
        assertEquals(new HashSet<>(committed), new HashSet<>(seen));
        assertSequencesAscend(tail);
        naive.read();
        var missed = new HashSet<>(committed);
        missed.removeAll(naive.seen);
        assertTrue(!missed.isEmpty(), "the run has no row that commits late: it shows nothing");
        System.out.println("rows " + seen.size() + ", lost by reading on by ordering " + missed.size());
    }

    @Test
    void openWriteTransaction_holdsTheTailBack_andIsReadOnceItCommits() throws SQLException {
        var reader = new TailReader(jdbi, 100, "true");
        try (var slow = database.transaction()) {
            ScratchJournal.append(slow, "s|late", 1);
            database.append("s|early", 1);
            assertEquals(List.of(), reader.read(TailOffset.START).rows());
            slow.commit();
        }
        var names = reader.read(TailOffset.START).rows().stream().map(TailReaderTest::nameOf);
        assertEquals(List.of("s|late 1", "s|early 1"), names.toList());
    }

    @Test
    void pages_areBounded_andFollowEachOther() {
        for (int sequence = 1; sequence <= 5; sequence++) {
            database.append("s|sku", sequence);
        }
        var reader = new TailReader(jdbi, 2, "true");
        var first = reader.read(TailOffset.START);
        var second = reader.read(first.to());
        var third = reader.read(second.to());
        assertEquals(
                List.of(2, 2, 1),
                List.of(first.rows().size(), second.rows().size(), third.rows().size()));
        assertEquals(third.to(), reader.read(third.to()).to(), "an empty page ends where it began");
    }

    @Test
    void rowsThatAreNotWanted_arePassedOver_butForThePagesLast() {
        database.append("o|order", 1);
        database.append("o|order", 2);
        database.append("s|sku", 1);
        database.append("s|sku", 2);
        database.append("o|order", 3);
        database.append("s|sku", 3);
        var reader = new TailReader(jdbi, 4, "persistence_id like 'o|%' and sequence_number > 1");
        var first = reader.read(TailOffset.START);
        var second = reader.read(first.to());
        assertEquals(List.of("o|order 2", "s|sku 2"), namesOf(first));
        assertEquals(List.of("o|order 3", "s|sku 3"), namesOf(second));
        assertEquals(List.of(true, false), List.of(first.isFull(), second.isFull()));
    }

    private static List<String> namesOf(TailPage page) {
        return page.rows().stream().map(TailReaderTest::nameOf).toList();
    }

    /** Writes rows of its own entities, of which a third is rolled back and done again. */
    private static void write(int writer, Random random, ConcurrentLinkedQueue<String> committed) {
        var sequences = new HashMap<String, Long>();
        for (int transaction = 0; transaction < TRANSACTIONS; transaction++) {
            try (var connection = database.transaction()) {
                var written = new HashMap<>(sequences);
                var names = new ArrayList<String>();
                for (int row = random.nextInt(3); row >= 0; row--) {
                    var entity = "s|" + writer + "-" + random.nextInt(4);
                    long sequence = written.merge(entity, 1L, Long::sum);
                    ScratchJournal.append(connection, entity, sequence);
                    names.add(entity + " " + sequence);
                    LockSupport.parkNanos(random.nextInt(2_000_000));
                }
                if (random.nextInt(3) == 0) {
                    connection.rollback();
                } else {
                    connection.commit();
                    committed.addAll(names);
                    sequences = written;
                }
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        }
    }

    /** Commits a row only when the naive reader has passed it. */
    private static void writeAndCommitAfter(NaiveReader naive, ConcurrentLinkedQueue<String> committed) {
        try (var connection = database.transaction()) {
            ScratchJournal.append(connection, "s|overtaken", 1);
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("select lastval()")) {
                row.next();
                long ordering = row.getLong(1);
                await().until(() -> naive.last.get() > ordering);
            }
            connection.commit();
            committed.add("s|overtaken 1");
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void readOn(List<TailRow> rows, int pageSize) {
        var reader = new TailReader(jdbi, pageSize, "true");
        TailPage page;
        do {
            page = reader.read(
                    rows.isEmpty() ? TailOffset.START : rows.getLast().offset());
            rows.addAll(page.rows());
        } while (page.isFull());
    }

    private static void assertSequencesAscend(List<TailRow> rows) {
        Map<String, Long> last = new HashMap<>();
        for (var row : rows) {
            long before = last.getOrDefault(row.persistenceId(), 0L);
            assertEquals(before + 1, row.sequenceNumber(), row.persistenceId());
            last.put(row.persistenceId(), row.sequenceNumber());
        }
    }

    private static String nameOf(TailRow row) {
        return row.persistenceId() + " " + row.sequenceNumber();
    }

    /** What loses rows: reading on from the greatest ordering seen. */
    private static final class NaiveReader {
        final AtomicLong last = new AtomicLong();
        final Set<String> seen = new HashSet<>();

        void read() {
            jdbi.useHandle(handle -> handle.createQuery(
                            "select ordering, persistence_id || ' ' || sequence_number from event_journal"
                                    + " where ordering > ? order by ordering")
                    .bind(0, last.get())
                    .map((row, context) -> {
                        last.set(row.getLong(1));
                        return seen.add(row.getString(2));
                    })
                    .list());
        }
    }
}
