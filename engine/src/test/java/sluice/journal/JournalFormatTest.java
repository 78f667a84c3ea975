package sluice.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.account.AccountEvent;
import sluice.account.AccountRules;
import sluice.account.AccountState;
import sluice.entity.Batch;
import sluice.entity.Entity;
import sluice.entity.EntityKind;
import sluice.entity.EntityRules;
import sluice.entity.EntitySnapshot;
import sluice.entity.Message;
import sluice.order.OrderEvent;
import sluice.order.OrderRules;
import sluice.order.OrderState;
import sluice.stock.StockEvent;
import sluice.stock.StockRules;
import sluice.stock.StockState;

/** Golden files hold each event and snapshot as it was first written; what they hold must be read the same for ever. */
class JournalFormatTest {

    private static final JournalFormat FORMAT = new JournalFormat();
    private static final ObjectMapper CBOR = CBORMapper.builder()
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static Stream<Class<?>> eventClasses() {
        return Stream.of(StockEvent.class, AccountEvent.class, OrderEvent.class)
                .flatMap(events -> Arrays.stream(events.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @MethodSource("eventClasses")
    void event_isReadAsItWasFirstWritten_andWrittenTheSame(Class<?> event) throws IOException {
        var batch = golden(fileName(event), kindOf(event).prefix() + "1", () -> sampleOf(event));
        assertInstanceOf(event, batch.events().findFirst().orElseThrow());
    }

    @Test
    void whoActedThroughAKey_isReadAsItWasFirstWritten() throws IOException {
        var batch = golden("o-cf-contact", "o1", GoldenLives::byAPerson);
        assertEquals("kim", batch.entries().getFirst().origin().contact());
    }

    private static Batch<?> golden(String name, String entity, Supplier<Batch<?>> sample) throws IOException {
        var golden = new GoldenFile(name);
        if (!golden.exists() && GoldenFile.mayWrite()) {
            var batch = sample.get();
            var bytes = FORMAT.write(batch);
            golden.write(List.of(bytes), batch + "\n" + GoldenFile.json(bytes));
        }
        assertTrue(golden.exists(), "no golden file " + name);
        var bytes = golden.rows().getFirst();
        var batch = FORMAT.readBatch(entity, bytes);
        assertEquals(golden.text(), batch + "\n" + GoldenFile.json(bytes));
        assertArrayEquals(bytes, FORMAT.write(batch));
        return batch;
    }

    @Test
    void lifeOfASku_replaysToTheStateOfThen() throws IOException {
        replays("s-life", GoldenLives.stock(), new StockRules(), StockState::canonicalHash, "tee-black-m");
    }

    @Test
    void lifeOfAnAccount_replaysToTheStateOfThen() throws IOException {
        replays("a-life", GoldenLives.account(), new AccountRules(), AccountState::canonicalHash, "acme");
    }

    @Test
    void livesOfOrders_replayToTheStatesOfThen() throws IOException {
        replays("o-life", GoldenLives.order(), new OrderRules(), OrderState::toString, id(1));
        replays("o-life-cancelled", GoldenLives.cancelledOrder(), new OrderRules(), OrderState::toString, id(2));
        replays("o-life-abandoned", GoldenLives.abandonedOrder(), new OrderRules(), OrderState::toString, id(3));
    }

    private static String id(int number) {
        return GoldenLives.order(number).toString();
    }

    /** A state told in a text that is equal for equal states. */
    private interface Canonical<S> {
        String of(S state);
    }

    @SuppressWarnings("unchecked")
    private static <C extends Message, E, S, A extends Message, R extends Message> void replays(
            String name, List<Batch<E>> life, EntityRules<C, E, S, A, R> rules, Canonical<S> canonical, String id)
            throws IOException {
        var kind = life.getFirst().kind();
        var golden = new GoldenFile(name);
        var goldenSnapshot = new GoldenFile(name.replace("life", "snapshot"));
        if (!golden.exists() && GoldenFile.mayWrite()) {
            var rows = new ArrayList<byte[]>();
            var entity = new Entity<>(kind, id, rules);
            for (var batch : life) {
                rows.add(FORMAT.write(batch));
                entity.apply(batch);
            }
            golden.write(rows, canonical.of(entity.state()));
            var snapshot = FORMAT.write(entity.snapshot());
            goldenSnapshot.write(List.of(snapshot), GoldenFile.json(snapshot));
        }
        var entity = new Entity<>(kind, id, rules);
        for (var row : golden.rows()) {
            entity.apply((Batch<E>) FORMAT.readBatch(kind.prefix() + "1", row));
        }
        assertEquals(golden.text(), canonical.of(entity.state()));

        var bytes = goldenSnapshot.rows().getFirst();
        var snapshot = (EntitySnapshot<Object, A>) FORMAT.readSnapshot(kind.prefix() + "1", bytes);
        var restored = new Entity<>(kind, id, rules);
        restored.restore(snapshot);
        assertEquals(golden.text(), canonical.of(restored.state()));
        assertEquals(entity.version(), restored.version());
        assertEquals(entity.snapshot().answers(), restored.snapshot().answers());
        assertEquals(goldenSnapshot.text(), GoldenFile.json(bytes));

        var again = new Entity<>(kind, id, rules); // what is set aside stands in a snapshot in no particular order
        again.restore((EntitySnapshot<Object, A>)
                FORMAT.readSnapshot(kind.prefix() + "1", FORMAT.write(restored.snapshot())));
        assertEquals(golden.text(), canonical.of(again.state()));
    }

    @ParameterizedTest
    @MethodSource("eventClasses")
    void fieldsThatANewerReleaseAdded_areIgnored(Class<?> event) throws IOException {
        var bytes = new GoldenFile(fileName(event)).rows().getFirst();
        var row = (ObjectNode) CBOR.readTree(bytes);
        row.put("later", 1);
        var entry = (ObjectNode) row.path("e").path(0);
        entry.put("later", true);
        ((ObjectNode) entry.path("o")).put("later", "x");
        firstEvent(row).putObject("later").put("deep", 1);

        var manifest = kindOf(event).prefix() + "1";
        assertEquals(FORMAT.readBatch(manifest, bytes), FORMAT.readBatch(manifest, CBOR.writeValueAsBytes(row)));
    }

    @Test
    void eventOfANewerRelease_isRefusedByName() throws IOException {
        for (var name : List.of("s-def", "a-def", "o-pl")) {
            var row = (ObjectNode) CBOR.readTree(new GoldenFile(name).rows().getFirst());
            firstEvent(row).put("t", "zz-new");
            var failure = assertThrows(
                    IOException.class, () -> FORMAT.readBatch(name.charAt(0) + "1", CBOR.writeValueAsBytes(row)));
            assertTrue(String.valueOf(failure.getMessage()).contains("zz-new"), failure.getMessage());
        }
    }

    @Test
    void shapeOfANewerRelease_isRefusedByName_alsoOfASnapshot() throws IOException {
        var row = new GoldenFile("s-def").rows().getFirst();
        var snapshot = new GoldenFile("s-snapshot").rows().getFirst();
        for (var failure : List.of(
                assertThrows(IOException.class, () -> FORMAT.readBatch("s2", row)),
                assertThrows(IOException.class, () -> FORMAT.readSnapshot("s2", snapshot)))) {
            assertTrue(String.valueOf(failure.getMessage()).contains("shape s2"), failure.getMessage());
        }
    }

    @Test
    void manifestThatIsNotOurs_isRefused() throws IOException {
        var row = new GoldenFile("s-def").rows().getFirst();
        for (var manifest : List.of("", "s", "s0", "s-1", "x1", "stock", "s1x", "s99999999999")) {
            assertThrows(IOException.class, () -> FORMAT.readBatch(manifest, row), manifest);
        }
    }

    @Test
    void batchOfNothing_isReadAsItWasWritten() throws IOException {
        var nothing = new Batch<StockEvent>(EntityKind.STOCK, Instant.ofEpochMilli(1_767_225_600_000L), List.of());
        assertEquals(nothing, FORMAT.readBatch("s1", FORMAT.write(nothing)));
    }

    @Test
    void damagedRow_isRefused() throws IOException {
        var row = new GoldenFile("s-def").rows().getFirst();
        assertThrows(IOException.class, () -> FORMAT.readBatch("s1", Arrays.copyOf(row, row.length / 2)));
    }

    @Test
    void upcaster_readsAnOldShape_andTheNewIsReadAsItIs() throws IOException {
        var later = new JournalFormat(Map.of(EntityKind.STOCK, List.of(row -> {
            firstEvent(row).put("r", "upcast");
            return row;
        })));
        var old = new GoldenFile("s-rec").rows().getFirst();
        assertEquals("s2", later.manifest(EntityKind.STOCK));
        assertEquals("a1", later.manifest(EntityKind.ACCOUNT));

        var received = (StockEvent.Received) eventOf(later.readBatch("s1", old));
        assertEquals("upcast", received.reference());
        assertEquals("delivery 4711", ((StockEvent.Received) eventOf(later.readBatch("s2", old))).reference());
    }

    @Test
    void rowThatGoesThroughAnUpcaster_losesNothing() throws IOException {
        var later = new JournalFormat(Map.of(
                EntityKind.STOCK,
                List.of(row -> row),
                EntityKind.ACCOUNT,
                List.of(row -> row),
                EntityKind.ORDER,
                List.of(row -> row, row -> row)));
        for (var event : eventClasses().toList()) {
            var bytes = new GoldenFile(fileName(event)).rows().getFirst();
            var manifest = kindOf(event).prefix() + "1";
            assertEquals(FORMAT.readBatch(manifest, bytes), later.readBatch(manifest, bytes));
        }
        var placed = (OrderEvent.Placed)
                eventOf(later.readBatch("o1", new GoldenFile("o-pl").rows().getFirst()));
        assertEquals(new BigDecimal("19.90"), placed.lines().getFirst().unitPrice());
    }

    private static Object eventOf(Batch<?> batch) {
        return batch.events().findFirst().orElseThrow();
    }

    private static ObjectNode firstEvent(JsonNode row) {
        return (ObjectNode) row.path("e").path(0).path("e").path(0);
    }

    /** The first row of the scripted lives that holds such an event. */
    private static Batch<?> sampleOf(Class<?> event) {
        return Stream.<List<? extends Batch<?>>>of(
                        GoldenLives.stock(),
                        GoldenLives.account(),
                        GoldenLives.order(),
                        GoldenLives.cancelledOrder(),
                        GoldenLives.abandonedOrder())
                .flatMap(List::stream)
                .filter(batch -> batch.events().anyMatch(event::isInstance))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no scripted life has a " + event));
    }

    private static String fileName(Class<?> event) {
        return kindOf(event).prefix() + "-" + wireNames(event).get(event);
    }

    private static Map<Class<?>, String> wireNames(Class<?> event) {
        var names = new LinkedHashMap<Class<?>, String>();
        var all = Objects.requireNonNull(event.getEnclosingClass().getAnnotation(JsonSubTypes.class));
        for (var type : all.value()) {
            names.put(type.value(), type.name());
        }
        return names;
    }

    private static EntityKind kindOf(Class<?> event) {
        return StockEvent.class.isAssignableFrom(event)
                ? EntityKind.STOCK
                : AccountEvent.class.isAssignableFrom(event) ? EntityKind.ACCOUNT : EntityKind.ORDER;
    }
}
