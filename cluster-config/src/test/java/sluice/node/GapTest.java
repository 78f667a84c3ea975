package sluice.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.projection.ProjectionBehavior;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import sluice.journal.TailLag;
import sluice.journal.TailModel;
import sluice.journal.TailProjection;
import sluice.journal.TailRow;
import sluice.journal.TailSettings;
import sluice.journal.WrittenJournal;

/**
 * Backends of PostgreSQL are stopped after they have inserted a row of the journal and before anybody sees it committed, while others
 * commit; {@code -Dsluice.gap.seconds} says for how long. What the tail then wrote is held against what was committed, as the
 * write-ahead log tells it.
 */
class GapTest {
    private static final Duration STOPPED = Duration.ofSeconds(Integer.getInteger("sluice.gap.seconds", 3));
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final TailSettings SETTINGS = new TailSettings(SHORT, 100, SHORT, SHORT, SHORT, SHORT);
    private static final int WRITERS = 4;

    // The writers' own sessions do not wait for a standby; the one that is to wait says so.
    private static final String PREPARE = """
        create extension pg_walinspect;
        create table told (place bigserial, name text, xact xid8);
        create function wait_at_commit() returns trigger language plpgsql as
            'begin perform pg_advisory_xact_lock_shared(1); return null; end';
        create constraint trigger wait_at_commit after insert on event_journal deferrable initially deferred
            for each row when (new.persistence_id = 's|at-commit') execute function wait_at_commit();
        alter database postgres set synchronous_commit = local;
        create table begun as select pg_current_wal_insert_lsn() as lsn;
        """;

    private static final String COMMITTED = """
        select j.persistence_id || ' ' || j.sequence_number
        from begun, pg_get_wal_records_info(begun.lsn, pg_current_wal_flush_lsn()) wal
        join event_journal j on (j.xact::text::numeric % 4294967296)::bigint = wal.xid::text::bigint
        where wal.resource_manager = 'Transaction' and wal.record_type like 'COMMIT%'
        order by wal.start_lsn, j.ordering
        """;

    private final long seed = new Random().nextLong();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    void backendsStoppedBeforeTheirRowsAreSeen_hideNoneFromTheTail(@TempDir Path directory) throws Exception {
        System.out.println("GapTest seed " + seed);
        try (var server = EmbeddedDatabase.start(SharedDatabase.settings(directory))) {
            Migrations.apply(server.address());
            var database = new JournalSystem.Database(server.address());
            database.execute(PREPARE);
            var tail = ActorTestKit.create(
                    ConfigFactory.parseResources("sluice/tail.conf").withFallback(ConfigFactory.load()));
            try (var journal = new WrittenJournal(database.config())) {
                play(new Attack(server.address(), database, journal, tail));
            } finally {
                over.set(true);
                tail.shutdownTestKit();
            }
        }
    }

    private record Attack(
            JdbcAddress address, JournalSystem.Database database, WrittenJournal journal, ActorTestKit tail) {}

    /** A row whose commit is on its way in a backend that is stopped. */
    private record Victim(String name, StoppedBackend backend, Future<?> commit) {}

    private void play(Attack attack) throws Exception {
        var database = attack.database();
        var source = new PGSimpleDataSource();
        source.setUrl(attack.address().url());
        source.setUser(attack.address().user());
        source.setPassword(attack.address().password());
        var model = new Telling();
        var lag = TailLag.watch(attack.tail().system(), source, model, SETTINGS, new SimpleMeterRegistry());
        var projection = TailProjection.of(attack.tail().system(), source, model, SETTINGS);
        var unused = attack.tail().spawn(ProjectionBehavior.create(projection));
        var writers = write(attack);
        Awaitility.await().until(() -> number(database, "select count(*) from told") > 20);

        var victims = new ArrayList<Victim>();
        try {
            victims.add(idle(database));
            victims.add(atItsCommit(attack));
            victims.add(behindItsCommitRecord(database));
            whileStopped(database, victims, lag);
        } finally {
            Collections.shuffle(victims, new Random(seed));
            victims.forEach(victim -> victim.backend().resume());
            reload(database, "alter system reset synchronous_standby_names");
        }
        for (var victim : victims) {
            victim.commit().get();
        }
        over.set(true);
        for (var writer : writers) {
            writer.get();
        }
        judge(database);
    }

    /** Others commit; the tail says that it waits, and passes nothing. */
    private static void whileStopped(JournalSystem.Database database, List<Victim> victims, TailLag lag)
            throws InterruptedException {
        var pids = victims.stream().map(it -> Long.toString(it.backend().pid())).collect(Collectors.joining(","));
        var oldest =
                database.ask("select min(backend_xid::text::bigint) from pg_stat_activity where pid in (" + pids + ")");
        assertEquals(
                victims.size(),
                number(database, "select count(backend_xid) from pg_stat_activity where pid in (" + pids + ")"),
                "each is within a transaction that has written");
        for (var victim : victims) {
            assertEquals("none", database.ask("select ordering from event_journal where " + is(victim)), victim.name());
        }
        long before = number(database, "select count(*) from event_journal");
        Thread.sleep(STOPPED); // that long, while the writers write
        long after = number(database, "select count(*) from event_journal");
        assertTrue(after > before + 50, () -> "only " + (after - before) + " rows were written meanwhile");
        assertEquals(
                "0", database.ask("select count(*) from told where (xact::text::numeric % 4294967296) >= " + oldest));
        assertTrue(lag.lag().compareTo(STOPPED.minusSeconds(1)) > 0, () -> "lag " + lag.lag());
        System.out.println((after - before) + " rows were committed while three backends were stopped for " + STOPPED);
    }

    /** In a transaction that has inserted, and is told to commit while it is stopped. */
    private Victim idle(JournalSystem.Database database) throws SQLException {
        var session = database.connect();
        session.setAutoCommit(false);
        insert(session, "s|idle", 1);
        var backend = StoppedBackend.stop(StoppedBackend.pidOf(session));
        return new Victim("s|idle 1", backend, threads.submit(() -> {
            session.commit();
            session.close();
            return null;
        }));
    }

    /** A row of the node's own journal, in the midst of its one statement: inserted, not committed. Whether it will be, may go either way. */
    private Victim atItsCommit(Attack attack) throws SQLException {
        var database = attack.database();
        try (var holder = database.connect();
                var lock = holder.createStatement()) {
            lock.execute("select pg_advisory_lock(1)");
            var write = threads.submit(() -> {
                var told = attack.journal().write("s|at-commit", 1, "w").told().getFirst();
                System.out.println("the journal's own row: " + told);
                boolean stands = !database.ask("select 1 from event_journal where persistence_id = 's|at-commit'")
                        .equals("none");
                assertFalse(told.equals("written") && !stands, "a row is lost");
                assertFalse(told instanceof WrittenJournal.Rejected && stands, "a row was written after all");
            });
            var pid = database.askOnce("select pid from pg_locks where locktype = 'advisory' and not granted");
            return new Victim("s|at-commit 1", StoppedBackend.stop(Long.parseLong(pid)), write);
        }
    }

    /** Its commit is in the write-ahead log, and not yet seen by anybody: so is one that waits for a standby. */
    private Victim behindItsCommitRecord(JournalSystem.Database database) throws Exception {
        reload(database, "alter system set synchronous_standby_names = 'nobody'");
        for (int sequence = 1; ; sequence++) {
            var session = database.connect();
            session.createStatement().execute("set synchronous_commit = on");
            session.setAutoCommit(false);
            insert(session, "s|recorded", sequence);
            long pid = StoppedBackend.pidOf(session);
            var commit = threads.submit(() -> {
                session.commit();
                session.close();
                return null;
            });
            var waits = "select 1 from pg_stat_activity where wait_event = 'SyncRep' and pid = " + pid;
            Awaitility.await()
                    .until(() -> commit.isDone() || database.ask(waits).equals("1"));
            if (!commit.isDone()) { // else the server did not know the setting yet
                return new Victim("s|recorded " + sequence, StoppedBackend.stop(pid), commit);
            }
        }
    }

    private List<Future<?>> write(Attack attack) {
        var writers = new ArrayList<Future<?>>();
        for (int writer = 0; writer < WRITERS; writer++) {
            int number = writer;
            writers.add(threads.submit(() -> write(number, attack.journal())));
        }
        writers.add(threads.submit(() -> writeTogether(attack.database())));
        return writers;
    }

    /** Rows of one entity after another's; one whose row was not written, for sharing a statement with the victim's, writes no more. */
    private Void write(int writer, WrittenJournal journal) {
        for (int life = 1; !over.get(); life++) {
            var entity = "s|" + writer + "-" + life;
            int sequence = 1;
            while (!over.get()
                    && journal.write(entity, sequence, "w" + entity).told().equals(List.of("written"))) {
                sequence++;
            }
        }
        return null;
    }

    /** Transactions of several rows, of which a third is rolled back. */
    private Void writeTogether(JournalSystem.Database database) throws SQLException {
        var random = new Random(seed);
        int sequence = 0;
        try (var session = database.connect()) {
            session.setAutoCommit(false);
            while (!over.get()) {
                int rows = 1 + random.nextInt(4);
                for (int row = 1; row <= rows; row++) {
                    insert(session, "s|together", sequence + row);
                }
                if (random.nextInt(3) == 0) {
                    session.rollback();
                } else {
                    session.commit();
                    sequence += rows;
                }
            }
        }
        return null;
    }

    private static void judge(JournalSystem.Database database) throws SQLException {
        var committed = names(database, COMMITTED);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> number(database, "select count(*) from told") >= committed.size());
        var told = names(database, "select name from told order by place");
        assertEquals(
                committed.stream().sorted().toList(), told.stream().sorted().toList(), "each of them, once");
        assertEquals(byEntity(committed), byEntity(told), "those of an entity in the order of their commits");
        assertTrue(committed.contains("s|idle 1"), "was to be committed");
        var overtaken = "select (select ordering from event_journal where persistence_id = 's|idle') < (select"
                + " ordering from event_journal where persistence_id = 's|recorded' order by 1 desc limit 1)";
        assertEquals("t", database.ask(overtaken));
        System.out.println(told.size() + " rows told, each once");
    }

    private static Map<String, List<String>> byEntity(List<String> names) {
        var entities = new HashMap<String, List<String>>();
        names.forEach(name -> entities.computeIfAbsent(name.split(" ", 2)[0], it -> new ArrayList<>())
                .add(name));
        return entities;
    }

    private static List<String> names(JournalSystem.Database database, String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var names = new ArrayList<String>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }

    private static String is(Victim victim) {
        var parts = victim.name().split(" ", 2);
        return "persistence_id = '" + parts[0] + "' and sequence_number = " + parts[1];
    }

    private static long number(JournalSystem.Database database, String sql) {
        return Long.parseLong(database.ask(sql));
    }

    private static void reload(JournalSystem.Database database, String sql) {
        database.execute(sql);
        database.execute("select pg_reload_conf()");
    }

    private static void insert(Connection session, String entity, long sequence) throws SQLException {
        try (var insert = session.prepareStatement("""
            insert into event_journal (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
                                       event_ser_id, event_ser_manifest, event_payload)
            values (?, ?, 'w', 0, '', 1, '', '')
            """)) {
            insert.setString(1, entity);
            insert.setLong(2, sequence);
            insert.executeUpdate();
        }
    }

    /** A read model that keeps the names of the rows it is told. */
    private static final class Telling implements TailModel {

        @Override
        public String name() {
            return "telling";
        }

        @Override
        public String wanted() {
            return "true";
        }

        @Override
        public void write(Handle transaction, List<TailRow> rows) {
            var batch = transaction.prepareBatch("insert into told (name, xact) values (?, cast(? as xid8))");
            for (var row : rows) {
                batch.bind(0, row.persistenceId() + " " + row.sequenceNumber())
                        .bind(1, Long.toString(row.offset().xact()))
                        .add();
            }
            batch.execute();
        }
    }
}
