package sluice.entity;

import java.util.UUID;

/** Which orders' entries closed when, oldest first: a ring of three longs each, since as many close as were ever open. */
final class ClosingQueue {

    private static final int LONGS_PER_CLOSING = 3;
    private static final int MIN_CAPACITY = 8;

    private long[] ring = new long[MIN_CAPACITY * LONGS_PER_CLOSING];
    private int head;
    private int size;

    int size() {
        return size;
    }

    void add(UUID id, long closedMillis) {
        if (size == capacity()) {
            resize(size * 2);
        }
        int at = at(size);
        ring[at] = id.getMostSignificantBits();
        ring[at + 1] = id.getLeastSignificantBits();
        ring[at + 2] = closedMillis;
        size++;
    }

    UUID id(int position) {
        return new UUID(ring[at(position)], ring[at(position) + 1]);
    }

    long closedMillis(int position) {
        return ring[at(position) + 2];
    }

    void removeFirst() {
        head = head + 1 == capacity() ? 0 : head + 1;
        size--;
        if (capacity() > MIN_CAPACITY && size < capacity() / 4) {
            resize(capacity() / 2);
        }
    }

    private int capacity() {
        return ring.length / LONGS_PER_CLOSING;
    }

    private int at(int position) {
        return (int) (((long) head + position) % capacity()) * LONGS_PER_CLOSING;
    }

    private void resize(int capacity) {
        var resized = new long[Math.multiplyExact(capacity, LONGS_PER_CLOSING)];
        for (int position = 0; position < size; position++) {
            System.arraycopy(ring, at(position), resized, position * LONGS_PER_CLOSING, LONGS_PER_CLOSING);
        }
        ring = resized;
        head = 0;
    }
}
