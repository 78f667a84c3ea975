package sluice.sim;

import java.util.PriorityQueue;

/** A virtual clock and what is to happen by it, in the order of time; of one time, in the order it was planned. */
final class Clockwork {

    /** Something that is to happen, unless it is cancelled before. */
    static final class Timer implements Comparable<Timer> {
        private final long atMicros;
        private final long tie;
        private final Runnable what;
        private boolean cancelled;

        private Timer(long atMicros, long tie, Runnable what) {
            this.atMicros = atMicros;
            this.tie = tie;
            this.what = what;
        }

        void cancel() {
            cancelled = true;
        }

        @Override
        public int compareTo(Timer other) {
            int byTime = Long.compare(atMicros, other.atMicros);
            return byTime != 0 ? byTime : Long.compare(tie, other.tie);
        }
    }

    private final PriorityQueue<Timer> queue = new PriorityQueue<>();
    private long nowMicros;
    private long steps;
    private long ties;

    /** Since the life began. */
    long nowMicros() {
        return nowMicros;
    }

    /** How much has happened. */
    long steps() {
        return steps;
    }

    Timer at(long micros, Runnable what) {
        var timer = new Timer(Math.max(micros, nowMicros), ties++, what);
        queue.add(timer);
        return timer;
    }

    Timer after(long micros, Runnable what) {
        return at(nowMicros + micros, what);
    }

    /** Lets the next thing happen, if it is due by {@code endMicros}; tells whether there was one. */
    boolean step(long endMicros) {
        var next = queue.peek();
        if (next == null || next.atMicros > endMicros) {
            nowMicros = Math.max(nowMicros, endMicros);
            return false;
        }
        queue.remove();
        if (!next.cancelled) {
            nowMicros = next.atMicros;
            steps++;
            next.what.run();
        }
        return true;
    }
}
