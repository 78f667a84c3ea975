package sluice.entity;

import java.util.UUID;
import java.util.function.IntConsumer;

/**
 * A table from order to what is set aside for it, without an object per entry: a hot SKU may hold a million.
 *
 * <p>Open addressing with linear probing (Knuth, The Art of Computer Programming, vol. 3, 6.4, algorithm L) over one array of
 * four longs a cell: the two halves of the order's id, a value, and marks. Marks are never zero in a cell that is taken.
 * Removal closes the gap (algorithm R), so there are no tombstones and a table that lives for years does not slow down. At
 * most three quarters of the cells are taken and the table grows by half, so it costs 43 to 64 bytes an entry while it grows.
 */
final class EarmarkTable {

    static final int ABSENT = -1;

    private static final int LONGS_PER_CELL = 4;
    private static final int MIN_CELLS = 8;

    private long[] longs;
    private int cells;
    private int size;

    EarmarkTable() {
        this(0);
    }

    /**
     * Has room for {@code entries} before it grows. What is inserted in the order of another table's cells needs it: their homes
     * come in ascending order, so all of them would crowd at the beginning of a table that is still small, and each would have to
     * pass all those before it.
     */
    EarmarkTable(int entries) {
        cells = Math.max(MIN_CELLS, Math.addExact(entries, entries / 2));
        longs = new long[Math.multiplyExact(cells, LONGS_PER_CELL)];
    }

    int size() {
        return size;
    }

    /** What the table itself takes of the heap, in bytes. */
    long bytes() {
        return (long) longs.length * Long.BYTES;
    }

    /** The cell of {@code id}, or {@link #ABSENT}; good until the next insertion or removal. */
    int find(UUID id) {
        int cell = cellFor(id.getMostSignificantBits(), id.getLeastSignificantBits());
        return isTaken(cell) ? cell : ABSENT;
    }

    /** Makes an entry for {@code id}, which must not have one, and returns its cell. */
    int insert(UUID id, long value, long effect, boolean closed) {
        if (size >= cells - cells / 4) {
            resize(cells + cells / 2);
        }
        int cell = cellFor(id.getMostSignificantBits(), id.getLeastSignificantBits());
        if (isTaken(cell)) {
            throw new IllegalStateException("order " + id + " has an entry already");
        }
        longs[cell * LONGS_PER_CELL] = id.getMostSignificantBits();
        longs[cell * LONGS_PER_CELL + 1] = id.getLeastSignificantBits();
        set(cell, value, effect, closed);
        size++;
        return cell;
    }

    void set(int cell, long value, long effect, boolean closed) {
        longs[cell * LONGS_PER_CELL + 2] = value;
        longs[cell * LONGS_PER_CELL + 3] = (effect << 2) | (closed ? 2 : 0) | 1;
    }

    UUID id(int cell) {
        return new UUID(longs[cell * LONGS_PER_CELL], longs[cell * LONGS_PER_CELL + 1]);
    }

    long value(int cell) {
        return longs[cell * LONGS_PER_CELL + 2];
    }

    long effect(int cell) {
        return longs[cell * LONGS_PER_CELL + 3] >>> 2;
    }

    boolean isClosed(int cell) {
        return (longs[cell * LONGS_PER_CELL + 3] & 2) != 0;
    }

    void remove(int cell) {
        int gap = cell;
        for (int next = after(gap); isTaken(next); next = after(next)) {
            int home = home(longs[next * LONGS_PER_CELL], longs[next * LONGS_PER_CELL + 1]);
            if (distance(home, next) >= distance(gap, next)) { // the gap lies on the way to it from its home
                System.arraycopy(longs, next * LONGS_PER_CELL, longs, gap * LONGS_PER_CELL, LONGS_PER_CELL);
                gap = next;
            }
        }
        longs[gap * LONGS_PER_CELL + 3] = 0;
        size--;
        if (cells > MIN_CELLS && size < cells / 4) {
            resize(Math.max(MIN_CELLS, cells / 2));
        }
    }

    /** Shows every taken cell, in no particular order; the table must not change meanwhile. */
    void forEachCell(IntConsumer action) {
        for (int cell = 0; cell < cells; cell++) {
            if (isTaken(cell)) {
                action.accept(cell);
            }
        }
    }

    private void resize(int wanted) {
        var old = longs;
        longs = new long[Math.multiplyExact(wanted, LONGS_PER_CELL)];
        cells = wanted;
        for (int at = 0; at < old.length; at += LONGS_PER_CELL) {
            if (old[at + 3] != 0) {
                System.arraycopy(old, at, longs, cellFor(old[at], old[at + 1]) * LONGS_PER_CELL, LONGS_PER_CELL);
            }
        }
    }

    /** The cell that holds the id, or the free one where it would go. */
    private int cellFor(long high, long low) {
        int cell = home(high, low);
        while (isTaken(cell) && (longs[cell * LONGS_PER_CELL + 1] != low || longs[cell * LONGS_PER_CELL] != high)) {
            cell = after(cell);
        }
        return cell;
    }

    /** Ids made in one millisecond share most bits, so all of them are mixed (the finaliser of MurmurHash3). */
    private int home(long high, long low) {
        long mixed = (high * 0x9E3779B97F4A7C15L) ^ low;
        mixed = (mixed ^ (mixed >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return (int) (((mixed >>> 32) * cells) >>> 32);
    }

    private boolean isTaken(int cell) {
        return longs[cell * LONGS_PER_CELL + 3] != 0;
    }

    private int after(int cell) {
        return cell + 1 == cells ? 0 : cell + 1;
    }

    private int distance(int from, int to) {
        return to >= from ? to - from : to - from + cells;
    }
}
