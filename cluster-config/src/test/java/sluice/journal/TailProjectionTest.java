package sluice.journal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.projection.Projection;
import org.apache.pekko.projection.ProjectionBehavior;
import org.apache.pekko.projection.javadsl.SourceProvider;
import org.apache.pekko.stream.javadsl.Source;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TailProjectionTest {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final TailSettings SETTINGS =
            new TailSettings(SHORT, 10, SHORT, SHORT, SHORT, Duration.ofMillis(500));

    private static ScratchJournal database;
    private static ActorTestKit testKit;

    private final RecordingModel model = new RecordingModel();
    private final List<ActorRef<ProjectionBehavior.Command>> running = new ArrayList<>();

    @BeforeAll
    static void start() {
        database = ScratchJournal.start();
        database.execute(RecordingModel.TABLE);
        testKit = ActorTestKit.create(
                ConfigFactory.parseResources("sluice/tail.conf").withFallback(ConfigFactory.load()));
    }

    @AfterAll
    static void stop() throws IOException {
        testKit.shutdownTestKit();
        database.close();
    }

    @BeforeEach
    void clear() {
        database.clear();
        database.execute("truncate recorded");
    }

    @AfterEach
    void stopProjections() {
        stopAll();
        database.execute("update tail_identity set system_identifier = (pg_control_system()).system_identifier");
    }

    @Test
    void rows_reachTheModelOnce_alsoAcrossARestart() {
        append("s|a", 1, 25); // more than two pages
        run(TailProjection.of(testKit.system(), database.dataSource(), model, SETTINGS));
        await().until(() -> count().equals("25"));
        stopAll();
        append("s|b", 1, 3);
        run(TailProjection.of(testKit.system(), database.dataSource(), model, SETTINGS));
        await().until(() -> count().equals("28"));
        assertEquals("28", database.ask("select count(distinct name) from recorded"));
    }

    @Test
    void handlerThatResumesBehindItsSuccessor_stops_andDoesNotMoveTheOffsetBack() {
        append("s|a", 1, 3);
        var staleRead = new TailReader(Jdbi.create(database.dataSource()), 10, "true").read(TailOffset.START);
        append("s|b", 1, 3);
        run(TailProjection.of(testKit.system(), database.dataSource(), model, SETTINGS));
        await().until(() -> count().equals("6"));
        var offset = RecordingModel.offset(database);
        assertNotEquals(staleRead.to() + " held " + staleRead.to(), offset);

        var jdbi = TailProjection.jdbi(database.dataSource());
        var once = new TailSettings(SHORT, 10, Duration.ofHours(1), Duration.ofHours(1), SHORT, SHORT);
        var zombie = TailProjection.over(testKit.system(), new OnePage(staleRead), jdbi, model, once);
        LoggingTestKit.warn("the tail recording is not at 0:0 any more")
                .withOccurrences(1)
                .expect(testKit.system(), () -> {
                    run(zombie);
                    return zombie;
                });
        assertEquals(offset, RecordingModel.offset(database));
        assertEquals("6", count());
    }

    @Test
    void restoredCopy_isNotRead_untilItIsRebased() {
        append("s|a", 1, 2);
        database.execute("update tail_identity set system_identifier = 4711");
        LoggingTestKit.error("run sluice.journal.TailRebase on this database")
                .withOccurrences(1)
                .expect(testKit.system(), () -> {
                    run(TailProjection.of(testKit.system(), database.dataSource(), model, SETTINGS));
                    return running;
                });
        assertEquals("0", count());
        var lag = watchLag();
        await().until(() -> lag.refusal().isPresent());

        assertTrue(TailRebase.rebase(database.dataSource()).contains("fit this database"));
        await().until(() -> RecordingModel.recorded(database).equals("s|a 1, s|a 2"));
        await().until(() -> lag.refusal().isEmpty());
    }

    @Test
    void rowsRestoredFromADump_areReadInTheirOrder_afterRebasing_whereTheTailHadStopped() {
        append("s|read", 1, 2);
        run(TailProjection.of(testKit.system(), database.dataSource(), model, SETTINGS));
        await().until(() -> count().equals("2"));
        stopAll();
        append("s|unread", 1, 2);
        // As a dump would: the rows keep numbers that lie in this instance's future, and so does the offset.
        database.execute("update event_journal set xact = (xact::text::bigint + 1000000)::text::xid8");
        database.execute("update pekko_projection_offset_store set current_offset = moved, held_offset = moved"
                + " from (select max(xact::text || ':' || ordering) as moved from event_journal"
                + " where persistence_id = 's|read') m");
        database.execute("update tail_identity set system_identifier = 4711");
        append("s|since", 1, 1);

        assertTrue(TailRebase.rebase(database.dataSource()).contains("5 rows were numbered anew"));
        run(TailProjection.of(testKit.system(), database.dataSource(), model, SETTINGS));
        await().until(() -> count().equals("5"));
        assertEquals("s|read 1, s|read 2, s|unread 1, s|unread 2, s|since 1", RecordingModel.recorded(database));
        append("s|after", 1, 1);
        await().until(() -> count().equals("6"));
    }

    @Test
    void lag_closesAdmission_andOpensItAgainOnceTheTailHasCaughtUp() {
        var lag = watchLag();
        append("s|a", 1, 3);
        await().until(() -> lag.refusal().isPresent());
        run(TailProjection.of(testKit.system(), database.dataSource(), model, SETTINGS));
        await().until(() -> lag.refusal().isEmpty());
        await().until(() -> lag.lag().isZero()); // an idle journal has none
    }

    @Test
    void rowsHeldBackByAnOpenTransaction_countAsLag() throws SQLException {
        var metrics = new SimpleMeterRegistry();
        run(TailProjection.of(testKit.system(), database.dataSource(), model, SETTINGS));
        var lag = TailLag.watch(testKit.system(), database.dataSource(), model, SETTINGS, metrics);
        try (var slow = database.transaction()) {
            ScratchJournal.append(slow, "s|slow", 1);
            append("s|fast", 1, 1);
            await().until(() -> lag.refusal().isPresent());
            assertEquals("0", count());
            assertTrue(metrics.get("sluice.tail.lag.seconds")
                            .tag("tail", "recording")
                            .gauge()
                            .value()
                    >= 0.5);
            assertTrue(metrics.get("sluice.tail.xmin.age.seconds").gauge().value() >= 0.4);
            slow.rollback();
        }
        await().until(() -> lag.refusal().isEmpty());
        assertEquals("s|fast 1", RecordingModel.recorded(database));
    }

    private TailLag watchLag() {
        return TailLag.watch(testKit.system(), database.dataSource(), model, SETTINGS, new SimpleMeterRegistry());
    }

    private void run(Projection<TailPage> projection) {
        running.add(testKit.spawn(ProjectionBehavior.create(projection)));
    }

    private void stopAll() {
        running.forEach(testKit::stop);
        running.clear();
    }

    private static void append(String entity, int first, int count) {
        for (int sequence = first; sequence < first + count; sequence++) {
            database.append(entity, sequence);
        }
    }

    private static String count() {
        return database.ask("select count(*) from recorded");
    }

    /** What a handler still holds that was stopped after it had read a page. */
    private static final class OnePage extends SourceProvider<String, TailPage> {
        private final TailPage page;

        OnePage(TailPage page) {
            this.page = page;
        }

        @Override
        public CompletionStage<Source<TailPage, NotUsed>> source(
                Supplier<CompletionStage<Optional<String>>> storedOffset) {
            return CompletableFuture.completedStage(Source.single(page));
        }

        @Override
        public String extractOffset(TailPage envelope) {
            return envelope.to().toString();
        }

        @Override
        public long extractCreationTime(TailPage envelope) {
            return 0;
        }
    }
}
