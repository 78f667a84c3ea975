package sluice.readmodel;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.projection.ProjectionBehavior;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sluice.journal.JournalFormat;
import sluice.journal.ScratchJournal;
import sluice.journal.TailModel;
import sluice.journal.TailProjection;
import sluice.journal.TailRow;
import sluice.journal.TailSettings;
import sluice.order.Channel;
import sluice.order.OrderStatus;
import sluice.value.AccountId;
import sluice.value.SkuId;

/** The read models on the real tail, and lists read from them, against what the rules say of a random journal. */
class ReadModelsTest {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final int ROWS = 240;
    private static final JournalFormat FORMAT = new JournalFormat();

    private static ScratchJournal database;
    private static ActorTestKit testKit;
    private static HikariDataSource pool;
    private static ListReader lists;

    private final long seed = new SplittableRandom().nextLong();
    private final SplittableRandom random = new SplittableRandom(seed);
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
        System.out.println("ReadModelsTest seed " + seed);
        database.clear();
        journal = new RandomJournal(random, database);
    }

    @AfterEach
    void stopTails() {
        running.forEach(testKit::stop);
        running.clear();
    }

    @Test
    void lists_areWhatTheRulesSay_acrossRestartsOfTheTails() {
        for (int part = 0; part < 3; part++) {
            runTails(1 + random.nextInt(40));
            journal.append(ROWS / 3);
            if (part < 2) {
                stopTails(); // anywhere
            }
        }
        assertListsEqualTheJournal();
    }

    @Test
    void pagesAppliedAgain_changeNothing() {
        runTails(100);
        journal.append(ROWS);
        assertListsEqualTheJournal();
        stopTails();
        var before = contents();
        int from = random.nextInt(ROWS);
        var again = journal.rows().subList(from, Math.min(ROWS, from + 1 + random.nextInt(ROWS)));
        for (var model : models()) {
            if (!(model instanceof DailyModel)) {
                write(model, again);
            }
        }
        assertEquals(before, contents(), () -> "seed " + seed);
    }

    @Test
    void filters_admitWhatTheyName_andPagesNeitherOverlapNorMiss() {
        runTails(500);
        journal.append(ROWS);
        assertListsEqualTheJournal();
        for (int round = 0; round < 60; round++) {
            var filter = anyFilter();
            var expected =
                    journal.orders().stream().filter(row -> admits(filter, row)).toList();
            assertEquals(
                    expected,
                    walk(1 + random.nextInt(60), (after, limit) -> lists.orders(filter, after, limit)),
                    () -> "seed " + seed + ", " + filter);
        }
    }

    @Test
    void aWalk_tellsEveryOrderThatWasThere_whileOthersArePlaced() {
        runTails(500);
        journal.append(ROWS);
        assertListsEqualTheJournal();
        var there = journal.orders();
        var told = walk(20, (after, limit) -> {
            journal.append(10);
            await().until(() -> listed().size() == journal.orders().size());
            return lists.orders(OrderFilter.ALL, after, limit);
        });
        var ids = told.stream().map(OrderRow::id).toList();
        assertEquals(ids.stream().distinct().toList(), ids, () -> "seed " + seed);
        var expected = there.stream().map(OrderRow::id).toList();
        assertEquals(expected, ids.stream().filter(expected::contains).toList(), () -> "seed " + seed);
    }

    @Test
    void prefixes_areRangesOfCodePoints() {
        runTails(500);
        journal.append(ROWS);
        assertListsEqualTheJournal();
        for (var prefix : List.of("s", "sku-", "sku-A", "sku-É", "sku-日1", "sku-日%", "_", "sku-A0x")) {
            var expected = journal.skus().stream()
                    .filter(row -> row.sku().value().startsWith(prefix))
                    .toList();
            assertEquals(expected, walk(2, (after, limit) -> lists.skus(new SkuFilter(prefix), after, limit)));
        }
        var filter = new AccountFilter(null, "acc ", RandomJournal.EURO, 10);
        var expected = journal.accounts().stream()
                .filter(row -> row.terms().netDays() == 10)
                .toList();
        assertEquals(expected, walk(1, (after, limit) -> lists.accounts(filter, after, limit)));
        var only = new AccountFilter(new AccountId("acc 1"), null, null, null);
        assertEquals(
                journal.accounts().stream()
                        .filter(row -> row.id().value().equals("acc 1"))
                        .toList(),
                walk(1, (after, limit) -> lists.accounts(only, after, limit)));
    }

    @Test
    void rowsWithoutADefinition_arePassedOverInTheDatabase() {
        journal.append(ROWS);
        var wanted = database.ask("select count(*) from event_journal where " + new SkuModel(FORMAT).wanted());
        long defining = journal.skus().stream().mapToLong(SkuRow::version).sum();
        assertEquals(Long.toString(defining), wanted);
    }

    @Test
    void aRowThatCannotBeRead_stopsNoList() {
        database.append("o|019a0000-0000-7000-8000-000000000001", 1, "o1", new byte[] {1});
        database.append("s|broken", 1, "s1", new byte[] {0x61, 't', 0x63, 'd', 'e', 'f'});
        runTails(10);
        journal.append(50);
        assertListsEqualTheJournal();
    }

    @Test
    void listsThatCannotBeRead_sayWhy() throws Exception {
        var settings = new HikariConfig();
        settings.setDataSource(database.dataSource());
        settings.setConnectionInitSql("set statement_timeout = '200ms'");
        var one = new ReadModelSettings(true, 1, 1, 1, SHORT, SHORT, 1, 1);
        var bounded = new HikariDataSource(settings);
        try (var reader = new ListReader(bounded, one);
                var locked = database.transaction();
                var lock = locked.createStatement()) {
            lock.execute("lock table order_list in access exclusive mode");
            var running = reader.orders(OrderFilter.ALL, null, 1);
            var waiting = reader.orders(OrderFilter.ALL, null, 1);
            assertTrue(notRead(reader.orders(OrderFilter.ALL, null, 1)).contains("too many lists"));
            assertTrue(notRead(running).contains("takes too long"));
            assertTrue(notRead(waiting).contains("takes too long"));
            bounded.close();
            assertTrue(notRead(reader.orders(OrderFilter.ALL, null, 1)).contains("did not answer"));
        }
    }

    private static String notRead(CompletionStage<Listing<OrderRow>> asked) {
        if (asked.toCompletableFuture().join() instanceof Listing.NotRead<OrderRow>(String why)) {
            return why;
        }
        throw new AssertionError("was read");
    }

    private void assertListsEqualTheJournal() {
        await("seed " + seed).atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertEquals(journal.orders(), listed());
            assertEquals(journal.skus(), walk(100, (after, limit) -> lists.skus(new SkuFilter(null), after, limit)));
            assertEquals(
                    journal.accounts(),
                    walk(
                            100,
                            (after, limit) -> lists.accounts(new AccountFilter(null, null, null, null), after, limit)));
            assertEquals(
                    journal.stockRows(),
                    walk(3, (after, limit) -> lists.stock(new StockFilter(null, null, null), after, limit)));
            assertEquals(journal.claims(), told("select sku || ' ' || order_id || ' ' || units from stock_claim"));
            assertEquals(
                    journal.days(),
                    told("select concat_ws(' ', day, channel, figure, nullif(detail, ''), amount) from daily_figure"));
        });
        for (var sku : journal.skus()) {
            var ledger = walk(7, (after, limit) -> lists.ledger(new LedgerFilter(sku.sku()), after, limit));
            assertEquals(
                    journal.ledger(sku.sku()),
                    ledger.stream().map(RandomStock::words).toList());
        }
        for (var account : journal.accounts()) {
            var entries = walk(
                    7, (after, limit) -> lists.statement(new StatementFilter(account.id(), null, null), after, limit));
            assertEquals(
                    journal.statement(account.id()),
                    entries.stream().map(RandomJournal::words).toList());
        }
    }

    private static List<String> told(String rows) {
        try (var handle = Jdbi.open(database.dataSource())) {
            return handle.createQuery(rows).mapTo(String.class).list().stream()
                    .sorted()
                    .toList();
        }
    }

    private static List<OrderRow> listed() {
        return walk(1_000, (after, limit) -> lists.orders(OrderFilter.ALL, after, limit));
    }

    private static <R> List<R> walk(
            int limit, BiFunction<@Nullable Cursor, Integer, CompletionStage<Listing<R>>> read) {
        var all = new ArrayList<R>();
        Cursor after = null;
        do {
            if (!(read.apply(after, limit).toCompletableFuture().join()
                    instanceof Listing.Page<R>(List<R> rows, Cursor next))) {
                throw new AssertionError("not read");
            }
            assertFalse(rows.size() > limit);
            all.addAll(rows);
            after = next;
            assertFalse(after != null && rows.isEmpty());
        } while (after != null);
        return all;
    }

    private OrderFilter anyFilter() {
        return new OrderFilter(
                random.nextInt(3) == 0 ? journal.any(OrderStatus.values()) : null,
                random.nextInt(3) == 0 ? new AccountId(journal.anyAccount()) : null,
                random.nextInt(4) == 0 ? journal.any(Channel.values()) : null,
                random.nextInt(3) == 0 ? new SkuId(journal.anySku()) : null,
                random.nextInt(6) == 0 ? "ext/" + random.nextInt(20) : null,
                random.nextInt(6) == 0 ? "PO " + random.nextInt(5) : null,
                random.nextInt(3) == 0 ? journal.anyTime() : null,
                random.nextInt(3) == 0 ? journal.anyTime() : null,
                random.nextInt(4) == 0 ? anySearch() : null);
    }

    private String anySearch() {
        var order = journal.any(journal.orders().toArray(OrderRow[]::new));
        var name = journal.any(new String[] {
            order.id().toString(), "ext/1", "EXT", "Po 3", "po", String.valueOf(order.externalId()), "none"
        });
        return name.substring(0, 1 + random.nextInt(name.length()));
    }

    private static boolean begins(@Nullable Object name, String search) {
        return name != null && name.toString().toLowerCase(Locale.ROOT).startsWith(search.toLowerCase(Locale.ROOT));
    }

    private boolean admits(OrderFilter filter, OrderRow row) {
        var sku = filter.sku();
        return matches(filter.status(), row.status())
                && matches(filter.account(), row.account())
                && matches(filter.channel(), row.channel())
                && matches(filter.externalId(), row.externalId())
                && matches(filter.poNumber(), row.poNumber())
                && (sku == null || journal.orders(row, sku))
                && (filter.search() == null
                        || begins(row.id(), filter.search())
                        || begins(row.externalId(), filter.search())
                        || begins(row.poNumber(), filter.search()))
                && (filter.placedFrom() == null || !row.placedAt().isBefore(filter.placedFrom()))
                && (filter.placedBefore() == null || row.placedAt().isBefore(filter.placedBefore()));
    }

    private static boolean matches(@Nullable Object wanted, @Nullable Object actual) {
        return wanted == null || wanted.equals(actual);
    }

    private static List<TailModel> models() {
        return ReadModels.all(FORMAT);
    }

    private void runTails(int pageSize) {
        var settings = new TailSettings(SHORT, pageSize, SHORT, SHORT, SHORT, Duration.ofSeconds(10));
        for (var model : models()) {
            var projection = TailProjection.of(testKit.system(), pool, model, settings);
            running.add(testKit.spawn(ProjectionBehavior.create(projection)));
        }
    }

    private static void write(TailModel model, List<TailRow> rows) {
        Jdbi.create(database.dataSource())
                .installPlugin(new PostgresPlugin())
                .useTransaction(transaction -> model.write(transaction, rows));
    }

    /** Every row of every read model, and which transaction wrote it. */
    private static List<String> contents() {
        var contents = new ArrayList<String>();
        for (var table :
                models().stream().flatMap(model -> model.tables().stream()).toList()) {
            contents.add(database.ask(
                    "select string_agg(t::text || xmin::text, '|' order by t::text) from " + table + " t"));
        }
        return contents;
    }
}
