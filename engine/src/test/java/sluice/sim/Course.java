package sluice.sim;

import java.util.Arrays;
import java.util.function.LongPredicate;

/** A number over time: each value that it took, and when. It had its first value always. */
final class Course {

    private long[] micros = new long[4];
    private long[] values = new long[4];
    private int size;

    Course(long first) {
        add(Long.MIN_VALUE, first);
    }

    void add(long atMicros, long value) {
        if (size == values.length) {
            micros = Arrays.copyOf(micros, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        micros[size] = atMicros;
        values[size] = value;
        size++;
    }

    /** How many values it took after the first; where each new version adds one, the version. */
    int version() {
        return size - 1;
    }

    long at(long version) {
        return values[Math.toIntExact(version)];
    }

    long now() {
        return values[size - 1];
    }

    boolean was(long value, long fromMicros, long toMicros) {
        return was(one -> one == value, fromMicros, toMicros);
    }

    /** Whether it was such a value at some moment from {@code fromMicros} to {@code toMicros}, both included. */
    boolean was(LongPredicate such, long fromMicros, long toMicros) {
        for (int i = size - 1; i >= 0; i--) {
            if (micros[i] <= toMicros && such.test(values[i])) {
                return true;
            }
            if (micros[i] < fromMicros) { // in force when the time began
                return false;
            }
        }
        return false;
    }
}
