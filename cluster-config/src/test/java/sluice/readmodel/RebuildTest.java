package sluice.readmodel;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.projection.ProjectionBehavior;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sluice.journal.JournalFormat;
import sluice.journal.ScratchJournal;
import sluice.journal.TailModel;
import sluice.journal.TailOffset;
import sluice.journal.TailProjection;
import sluice.journal.TailRebuild;
import sluice.journal.TailReplay;
import sluice.journal.TailRow;
import sluice.journal.TailSettings;

/** Read models made anew, against those that the live tails have made. */
class RebuildTest {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final JournalFormat FORMAT = new JournalFormat();

    private static ScratchJournal database;
    private static ActorTestKit testKit;
    private static HikariDataSource pool;
    private static ListReader lists;
    private static Jdbi jdbi;

    private final long seed = new SplittableRandom().nextLong();
    private final List<ActorRef<ProjectionBehavior.Command>> running = new ArrayList<>();
    private RandomJournal journal;

    @BeforeAll
    static void start() {
        database = ScratchJournal.start();
        testKit = ActorTestKit.create(
                ConfigFactory.parseResources("sluice/tail.conf").withFallback(ConfigFactory.load()));
        var settings = new HikariConfig();
        settings.setDataSource(database.dataSource());
        settings.setMaximumPoolSize(20); // a tail has one nearly always, and none of its own to make each time
        pool = new HikariDataSource(settings);
        lists = new ListReader(
                pool, ReadModelSettings.of(testKit.system().settings().config()));
        jdbi = Jdbi.create(database.dataSource()).installPlugin(new PostgresPlugin());
    }

    @AfterAll
    static void stop() throws IOException {
        lists.close();
        pool.close();
        testKit.shutdownTestKit();
        database.close();
    }

    @BeforeEach
    void clear() {
        System.out.println("RebuildTest seed " + seed);
        database.clear();
        journal = new RandomJournal(new SplittableRandom(seed), database);
    }

    @AfterEach
    void stopTails() {
        running.forEach(testKit::stop);
        running.clear();
    }

    @Test
    void whatIsMadeAnew_isWhatWasThere_withItsIndexes_andTheTailGoesOn() throws InterruptedException {
        journal.append(300);
        runTails();
        awaitTails();
        stopTails();
        var before = contents();
        var indexes = indexes();
        for (var model : models()) {
            for (var table : model.tables()) {
                database.execute("delete from " + table); // so that what is there afterwards was made anew
            }
        }
        var rebuilt = Rebuild.run(jdbi, models());
        assertEquals(
                models().stream().map(TailModel::name).toList(),
                rebuilt.stream().map(TailRebuild.Rebuilt::model).toList());
        assertTrue(rebuilt.getFirst().rows() > 0, rebuilt::toString);
        assertEquals(before, contents(), () -> "seed " + seed);
        assertEquals(indexes, indexes());
        assertEquals("0", database.ask("select count(*) from pg_namespace where nspname like 'rebuild%'"));

        journal.append(100);
        runTails();
        awaitTails();
        stopTails();
        var goneOn = contents();
        for (var model : List.of(new OrderModel(FORMAT), new StockModel(FORMAT), new DailyModel(FORMAT))) {
            Rebuild.run(jdbi, List.of(model)); // alone
        }
        assertEquals(goneOn, contents(), () -> "seed " + seed);
    }

    @Test
    void whileItIsMadeAnew_everyOrderIsListed_andNoneIsLost() throws InterruptedException {
        runTails();
        journal.append(200);
        awaitTails();
        var stop = new AtomicBoolean();
        var writing = CompletableFuture.runAsync(() -> {
            while (!stop.get()) {
                journal.append(5);
            }
        });
        var reading = CompletableFuture.runAsync(() -> {
            int seen = 0;
            while (!stop.get()) {
                var listing = lists.orders(OrderFilter.ALL, null, 1_000_000)
                        .toCompletableFuture()
                        .join();
                if (!(listing instanceof Listing.Page<OrderRow>(var rows, var next))) {
                    throw new AssertionError(listing);
                }
                assertFalse(rows.size() < seen, "an order is gone");
                seen = rows.size();
            }
        });
        try {
            Rebuild.run(jdbi, models());
        } finally {
            stop.set(true);
        }
        writing.join();
        reading.join();
        awaitTails();
        stopTails();
        var live = contents();
        Rebuild.run(jdbi, models());
        assertEquals(live, contents(), () -> "seed " + seed);
    }

    @Test
    void whatIsKilledOnTheWay_leavesAllAsItWas_andCanBeBegunAgain() throws InterruptedException {
        journal.append(200);
        runTails();
        awaitTails();
        stopTails();
        var before = contents();
        var skus = new SkuModel(FORMAT);
        var orders = new OrderModel(FORMAT);
        assertThrows(RuntimeException.class, () -> new TailRebuild(jdbi, List.of(skus, new Killed(orders)), 2).run());
        assertEquals(before, contents());
        assertEquals("2", database.ask("select count(*) from pg_namespace where nspname like 'rebuild%'"));

        await().untilAsserted(
                        () -> new TailRebuild(jdbi, List.of(skus, orders), 2).run()); // when the server has noticed
        assertEquals(before, contents());
        assertEquals("0", database.ask("select count(*) from pg_namespace where nspname like 'rebuild%'"));
    }

    @Test
    void onlyOne_makesAModelAnew() {
        try (var other = jdbi.open()) {
            other.execute("select pg_advisory_lock(hashtext('sluice rebuild'), hashtext('skus'))");
            assertThrows(IllegalStateException.class, () -> Rebuild.run(jdbi, List.of(new SkuModel(FORMAT))));
        }
    }

    @Test
    void aTail_readsAgainFromAPosition_andNotFromOneAhead() {
        journal.append(100);
        runTails();
        awaitTails();
        database.execute("delete from order_list");
        var model = new OrderModel(FORMAT);
        var was = TailReplay.from(jdbi, model, TailOffset.START);
        journal.append(1); // by which the tail finds out
        await().until(() -> !database.ask("select count(*) from order_list").equals("0"));
        awaitTails();
        var ahead = new TailOffset(was.xact() + 1_000_000, 0);
        assertThrows(IllegalArgumentException.class, () -> TailReplay.from(jdbi, model, ahead));
        assertThrows(
                IllegalArgumentException.class,
                () -> Replay.main(new String[] {"jdbc:none", "nobody", "daily", "0:0"}));
    }

    /** A model whose connection ends while it writes. */
    private record Killed(TailModel model) implements TailModel {

        @Override
        public String name() {
            return model.name();
        }

        @Override
        public String wanted() {
            return model.wanted();
        }

        @Override
        public List<String> tables() {
            return model.tables();
        }

        @Override
        public void write(Handle transaction, List<TailRow> rows) {
            model.write(transaction, rows);
            transaction.execute("select pg_terminate_backend(pg_backend_pid())");
        }
    }

    private static List<TailModel> models() {
        return ReadModels.all(FORMAT);
    }

    private void runTails() {
        var settings = new TailSettings(SHORT, 50, SHORT, SHORT, SHORT, Duration.ofSeconds(10));
        for (var model : models()) {
            var projection = TailProjection.of(testKit.system(), pool, model, settings);
            running.add(testKit.spawn(ProjectionBehavior.create(projection)));
        }
    }

    /** Waits until every tail has read all that is there. */
    private static void awaitTails() {
        await().atMost(Duration.ofSeconds(30)).until(() -> database.ask("""
            select count(*) from pekko_projection_offset_store
            where held_offset = (select xact::text || ':' || ordering from event_journal
                                 order by xact desc, ordering desc limit 1)
            """).equals(Integer.toString(models().size())));
    }

    private static Map<String, String> contents() {
        var contents = new TreeMap<String, String>();
        for (var table :
                models().stream().flatMap(model -> model.tables().stream()).toList()) {
            contents.put(table, database.ask("select string_agg(t::text, '|' order by t::text) from " + table + " t"));
        }
        return contents;
    }

    private static String indexes() {
        return database.ask(
                "select string_agg(indexdef, '; ' order by indexdef) from pg_indexes where schemaname = 'public'");
    }
}
