package sluice.load.judge;

import java.util.Arrays;

/** What an amount was after each event, by the time at which the event was decided. */
final class Timeline {

    private long[] atMillis = new long[16];
    private long[] amounts = new long[16];
    private int size;

    void add(long at, long amount) {
        if (size == atMillis.length) {
            atMillis = Arrays.copyOf(atMillis, size * 2);
            amounts = Arrays.copyOf(amounts, size * 2);
        }
        // Times are compared as the journal orders them: a clock set back must not hide a moment.
        atMillis[size] = size == 0 ? at : Math.max(at, atMillis[size - 1]);
        amounts[size++] = amount;
    }

    /** Whether the amount was below {@code wanted} at any moment from one time to the other; it is zero before the first event. */
    boolean wasBelow(long wanted, long fromMillis, long toMillis) {
        int index = firstAtOrAfter(fromMillis);
        int inForce = index == 0 ? 0 : firstAtOrAfter(atMillis[index - 1]);
        if (index == 0 && wanted > 0) {
            return true;
        }
        for (int i = inForce; i < size && atMillis[i] <= toMillis; i++) {
            if (amounts[i] < wanted) {
                return true;
            }
        }
        return false;
    }

    private int firstAtOrAfter(long millis) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (atMillis[middle] < millis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
