package sluice.entity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import sluice.value.OrderId;
import sluice.value.Slot;

class EarmarkTableTest {

    private record Entry(long value, long effect, boolean closed) {}

    @Test
    void aTable_holdsWhatAMapWouldHold_throughGrowthAndDecline() {
        long seed = new SplittableRandom().nextLong();
        System.out.println("EarmarkTableTest seed " + seed);
        var random = new SplittableRandom(seed);
        var table = new EarmarkTable(0);
        var map = new HashMap<UUID, Entry>();
        for (int step = 0; step < 200_000; step++) {
            boolean growing = (step / 20_000) % 2 == 0;
            var id = new UUID(random.nextInt(4), random.nextInt(2_000));
            var entry = new Entry(random.nextLong(), random.nextLong(1L << 60), random.nextBoolean());
            int cell = table.find(id);
            assertEquals(map.containsKey(id), cell != EarmarkTable.ABSENT);
            if (random.nextInt(10) < (growing ? 7 : 2)) {
                if (cell == EarmarkTable.ABSENT) {
                    table.insert(id, entry.value(), entry.effect(), entry.closed());
                } else {
                    table.set(cell, entry.value(), entry.effect(), entry.closed());
                }
                map.put(id, entry);
            } else if (cell != EarmarkTable.ABSENT) {
                table.remove(cell);
                map.remove(id);
            }
            if (step % 1_000 == 0) {
                assertEquals(map, contentOf(table), "seed " + seed + " step " + step);
            }
        }
        assertEquals(map, contentOf(table));
    }

    private static Map<UUID, Entry> contentOf(EarmarkTable table) {
        var content = new HashMap<UUID, Entry>();
        table.forEachCell(cell -> {
            var id = table.id(cell);
            assertEquals(cell, table.find(id));
            content.put(id, new Entry(table.value(cell), table.effect(cell), table.isClosed(cell)));
        });
        assertEquals(content.size(), table.size());
        return content;
    }

    @Test
    void anOpenEntry_takesAtMost64Bytes_andAnEmptiedTableGivesThemBack() {
        var table = new EarmarkTable(0);
        var ids = new ArrayList<UUID>();
        long worst = 0;
        for (int count = 1; count <= 1_000_000; count++) {
            var id = OrderId.next(Slot.random()).value();
            table.insert(id, count, 0, false);
            ids.add(id);
            worst = count >= 1_000 ? Math.max(worst, table.bytes() / count) : worst;
        }
        System.out.println(
                "a million claims: " + table.bytes() / 1_000_000 + " bytes each, " + worst + " at most on the way");
        assertTrue(worst <= 64, () -> "a table of its size must not cost more");
        ids.forEach(id -> table.remove(table.find(id)));
        assertEquals(0, table.size());
        assertTrue(table.bytes() <= 1_024, () -> table.bytes() + " bytes for nothing");
    }

    @Test
    void anId_hasOneEntry() {
        var table = new EarmarkTable(0);
        table.insert(new UUID(1, 2), 3, 0, false);
        assertThrows(IllegalStateException.class, () -> table.insert(new UUID(1, 2), 3, 0, false));
    }

    @Test
    void anIdOfZeroes_isAnIdLikeAnother() {
        var table = new EarmarkTable(0);
        assertEquals(EarmarkTable.ABSENT, table.find(new UUID(0, 0)));
        int cell = table.insert(new UUID(0, 0), 0, 0, false);
        assertEquals(cell, table.find(new UUID(0, 0)));
    }
}
