package sluice.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sluice.node.JournalSystem;

/** Entities that enter memory together are read together, and page by page. */
class RecoveryReadsTest {

    private final JournalSystem.Database database = JournalSystem.empty();
    private final ActorSystem system = ActorSystem.create("reads", database.config());
    private final AtomicInteger statements = new AtomicInteger();
    private final CountDownLatch first = new CountDownLatch(1);
    private final RecoveryReads reads = new RecoveryReads(
            this::connect,
            new RowFormat(SerializationExtension.get(system)),
            GroupCommitSettings.of(ConfigFactory.parseString("readers = 1, page-rows = 4")
                    .withFallback(database.config().getConfig("sluice.journal"))),
            Runnable::run);

    RecoveryReadsTest() {
        try (var journal = new WrittenJournal(database.config())) {
            for (int entity = 1; entity <= 5; entity++) {
                for (int sequence = 1; sequence <= entity; sequence++) {
                    assertEquals(
                            List.of("written"),
                            journal.write("s|" + entity, sequence, "w").told());
                }
            }
        }
    }

    /** The first statement begins only when all have been asked for. */
    private Connection connect() throws SQLException {
        statements.incrementAndGet();
        try {
            assertTrue(first.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException stopped) {
            throw new SQLException(stopped);
        }
        return database.connect();
    }

    @AfterEach
    void stop() {
        reads.close();
        TestKit.shutdownActorSystem(system);
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void highestNumbers_askedForTogether_shareAStatement() throws Exception {
        var asked = IntStream.rangeClosed(0, 5)
                .mapToObj(n -> reads.highest("s|" + n))
                .toList();
        first.countDown();
        for (int n = 0; n <= 5; n++) {
            assertEquals(n, get(asked.get(n)));
        }
        assertTrue(statements.get() <= 2, () -> statements + " statements");
    }

    @Test
    void firstPages_askedForTogether_shareAStatement_andAreBound() throws Exception {
        var replayed = new ArrayList<List<Long>>();
        var asked = new ArrayList<CompletionStage<Void>>();
        for (int n = 1; n <= 5; n++) {
            var events = new ArrayList<Long>();
            replayed.add(events);
            asked.add(reads.replay(
                    "s|" + n, 1, n, Long.MAX_VALUE, (PersistentRepr event) -> events.add(event.sequenceNr())));
        }
        first.countDown();
        for (int n = 1; n <= 5; n++) {
            get(asked.get(n - 1));
            assertEquals(LongStream.rangeClosed(1, n).boxed().toList(), replayed.get(n - 1));
        }
        assertTrue(
                statements.get() <= 3,
                () -> statements + " statements"); // of the first, of all others, of the fifth's last row
    }
}
