package sluice.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sluice.node.Births.abandon;
import static sluice.node.Births.isBorn;
import static sluice.node.Births.journal;
import static sluice.node.Births.place;
import static sluice.node.Births.references;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sluice.node.Births.Birth;
import sluice.node.Births.Reference;

/** What the SQL function {@code place_births} promises, each on a database of its own. */
class BirthsFunctionTest {
    private final JdbcAddress database = SharedDatabase.empty();
    private final Connection connection;

    BirthsFunctionTest() throws SQLException {
        Migrations.apply(database);
        connection = SharedDatabase.connect(database);
    }

    @BeforeEach
    void beginsEmpty() throws SQLException {
        assertEquals(Map.of(), references(connection));
    }

    @AfterEach
    void everyReferenceHasItsOrder() throws SQLException {
        for (var held : references(connection).entrySet()) {
            assertTrue(isBorn(connection, held.getValue()), held::toString);
        }
        connection.close();
    }

    @Test
    void birth_isPlaced_withItsReferences() throws SQLException {
        var birth = Birth.of("k|1", "x|API|1");
        assertEquals("placed", place(connection, birth));
        assertTrue(isBorn(connection, birth.order()));
        assertEquals(Map.of("k|1", birth.order(), "x|API|1", birth.order()), references(connection));
    }

    @Test
    void birthWithoutReferences_isPlaced() throws SQLException {
        assertEquals("placed", place(connection, Birth.of()));
    }

    @Test
    void nothing_isNothing() throws SQLException {
        assertEquals(Map.of(), place(connection, new Birth[0]));
    }

    @Test
    void sameArraysAgain_haveTheSameAnswer_andNoEffect() throws SQLException {
        var holder = Birth.of("k|1");
        place(connection, holder);
        var gone = Birth.of("k|5");
        abandon(connection, gone.order());
        var batch = new Birth[] {Birth.of("k|2"), Birth.of("k|3", "k|1"), gone, Birth.of()};
        var first = place(connection, batch);
        assertEquals(List.of("placed", "taken", "abandoned", "placed"), inOrder(first, batch));
        var journal = journal(connection);
        var references = references(connection);

        assertEquals(first, place(connection, batch));
        assertEquals(journal, journal(connection));
        assertEquals(references, references(connection));
    }

    @Test
    void birth_whoseReferenceIsAnothers_isTaken_andNeverWas() throws SQLException {
        var first = Birth.of("k|1");
        var second = Birth.of("k|1");
        assertEquals("placed", place(connection, first));
        assertEquals("taken", place(connection, second));
        assertFalse(isBorn(connection, second.order()));
        assertEquals(Map.of("k|1", first.order()), references(connection));
    }

    @Test
    void oneOfTwoReferencesTaken_leavesTheOtherFree() throws SQLException {
        var first = Birth.of("x|API|1");
        var second = Birth.of("k|2", "x|API|1");
        var third = Birth.of("k|2");
        place(connection, first);
        assertEquals("taken", place(connection, second));
        assertEquals("placed", place(connection, third));
        assertEquals(Map.of("x|API|1", first.order(), "k|2", third.order()), references(connection));
    }

    @Test
    void birth_whoseFirstEventIsAnother_isAbandoned_andLeavesNoReference() throws SQLException {
        var birth = Birth.of("k|1", "x|API|1");
        abandon(connection, birth.order());
        assertEquals("abandoned", place(connection, birth));
        assertEquals("abandoned", place(connection, birth));
        assertEquals(Map.of(), references(connection));
        assertEquals("placed", place(connection, Birth.of("k|1", "x|API|1")));
    }

    @Test
    void twinsInOneBatch_becomeOneOrder() throws SQLException {
        var twins = new Birth[] {Birth.of("k|1"), Birth.of("k|1")};
        assertEquals(
                List.of("placed", "taken"),
                place(connection, twins).values().stream().sorted().toList());
        assertEquals(1, references(connection).size());
    }

    @Test
    void twinOnAnotherConnection_waitsForTheFirst_andIsTakenWhenItCommits() throws Exception {
        var outcome = twinWhileTheFirstIsOpen(true);
        assertEquals("taken", outcome);
    }

    @Test
    void twinOnAnotherConnection_waitsForTheFirst_andIsPlacedWhenItRollsBack() throws Exception {
        var outcome = twinWhileTheFirstIsOpen(false);
        assertEquals("placed", outcome);
    }

    @Test
    void ownGhost_onAnotherConnection_isWaitedFor_andIsTheOneBirth() throws Exception {
        var birth = Birth.of("k|1");
        var outcome = placeWhileOpen(birth, birth, true);
        assertEquals("placed", outcome);
        assertTrue(isBorn(connection, birth.order()));
        assertTrue(journal(connection).startsWith("1 "));
    }

    @Test
    void expiredReference_isTakenOver_andALivingOneIsNot() throws SQLException {
        var old = Instant.now().minus(Duration.ofHours(1));
        var coming = Instant.now().plus(Duration.ofHours(1));
        var first = new Birth(UUID.randomUUID(), List.of(new Reference("k|old", old), new Reference("k|live", coming)));
        place(connection, first);
        var heir = Birth.of("k|old");
        var late = Birth.of("k|live");
        assertEquals("placed", place(connection, heir));
        assertEquals("taken", place(connection, late));
        assertEquals(Map.of("k|old", heir.order(), "k|live", first.order()), references(connection));
        assertEquals("placed", place(connection, first), "it exists, whoever has its reference now");
        assertEquals(heir.order(), references(connection).get("k|old"));
    }

    @Test
    void batchOfManyKinds_isToldEachItsOwn() throws SQLException {
        var expired = new Birth(
                UUID.randomUUID(),
                List.of(new Reference("k|expired", Instant.now().minusSeconds(60))));
        var holder = Birth.of("x|API|held");
        place(connection, expired, holder);
        var batch = new ArrayList<Birth>();
        var expected = new ArrayList<String>();
        for (var i = 0; i < 60; i++) {
            switch (i % 4) {
                case 0 -> {
                    batch.add(Birth.of("k|fresh" + i, "x|API|fresh" + i));
                    expected.add("placed");
                }
                case 1 -> {
                    batch.add(Birth.of("k|loser" + i, "x|API|held"));
                    expected.add("taken");
                }
                case 2 -> {
                    var gone = Birth.of("k|gone" + i);
                    abandon(connection, gone.order());
                    batch.add(gone);
                    expected.add("abandoned");
                }
                default -> {
                    batch.add(Birth.of());
                    expected.add("placed");
                }
            }
        }
        batch.add(Birth.of("k|expired"));
        expected.add("placed");
        batch.add(holder);
        expected.add("placed");
        var births = batch.toArray(Birth[]::new);
        assertEquals(expected, inOrder(place(connection, births), births));
        assertEquals(2 * 15 + 2, references(connection).size());
    }

    @Test
    void manyConnections_overFewReferences_makeOneOrderOfEach() throws Exception {
        var seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var outcomes = new ConcurrentHashMap<UUID, String>();
        var workers = new ArrayList<CompletableFuture<Void>>();
        for (var worker = 0; worker < 4; worker++) {
            var random = new Random(seed + worker);
            workers.add(CompletableFuture.runAsync(() -> placeRandomly(random, outcomes)));
        }
        for (var worker : workers) {
            worker.get(60, TimeUnit.SECONDS);
        }
        var told = outcomes.values().stream().distinct().toList();
        assertTrue(told.contains("placed") && told.contains("taken"), told::toString);
        for (var outcome : outcomes.entrySet()) {
            assertEquals(outcome.getValue().equals("placed"), isBorn(connection, outcome.getKey()), outcome::toString);
        }
        var placed = outcomes.values().stream().filter("placed"::equals).count();
        assertEquals(
                placed * 2, references(connection).size(), "every order has its two references, and none is shared");
    }

    private void placeRandomly(Random random, Map<UUID, String> outcomes) {
        try (var own = SharedDatabase.connect(database)) {
            for (var round = 0; round < 25; round++) {
                var births = new Birth[1 + random.nextInt(8)];
                for (var i = 0; i < births.length; i++) {
                    births[i] = Birth.of("k|" + random.nextInt(150), "x|API|" + random.nextInt(150));
                }
                outcomes.putAll(place(own, births));
            }
        } catch (SQLException e) {
            throw new AssertionError("A statement failed", e);
        }
    }

    private String twinWhileTheFirstIsOpen(boolean commits) throws Exception {
        return placeWhileOpen(Birth.of("k|1"), Birth.of("k|1"), commits);
    }

    /** Places the second while the first is not yet committed, and ends the first once the second waits for it. */
    private String placeWhileOpen(Birth first, Birth second, boolean commits) throws Exception {
        try (var one = SharedDatabase.connect(database);
                var other = SharedDatabase.connect(database)) {
            one.setAutoCommit(false);
            assertEquals("placed", place(one, first));
            var outcome = CompletableFuture.supplyAsync(() -> {
                try {
                    return place(other, second);
                } catch (SQLException e) {
                    throw new AssertionError("The statement failed", e);
                }
            });
            Awaitility.await()
                    .until(() -> "1"
                            .equals(Births.text(
                                    connection,
                                    "select count(*) from pg_stat_activity where datname = current_database() "
                                            + "and wait_event_type = 'Lock'")));
            if (commits) {
                one.commit();
            } else {
                one.rollback();
            }
            return outcome.get(10, TimeUnit.SECONDS);
        }
    }

    private static List<String> inOrder(Map<UUID, String> outcomes, Birth... births) {
        return Arrays.stream(births)
                .map(birth -> outcomes.getOrDefault(birth.order(), "not told"))
                .toList();
    }
}
