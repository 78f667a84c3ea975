package sluice.sim;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.sim.Fault.WriteMishap;

/** The way of statements to the {@link Store} and back: how long they take, what gets lost, and what the database's end makes of them. */
final class Statements {

    /** Who asked for a write, and is told one of these; or nothing, if the node is gone. */
    interface Told<R> {

        void done(R result);

        /** The effect is there, or not, or will be. */
        void unknown();

        /** The database refuses what is in it. */
        void refused();

        /** It was not sent. */
        void notSent();
    }

    private static final long GIVEN_UP_MICROS = 3_000_000; // the statement timeout
    private static final long GONE_MICROS = 10_000; // until a broken connection is noticed

    private final class Transaction<R> {
        final long xact = ++xacts;
        final SimNode by;
        final LongFunction<R> statement;
        final Told<R> told;
        boolean answered;
        boolean ended;

        Transaction(SimNode by, LongFunction<R> statement, Told<R> told) {
            this.by = by;
            this.statement = statement;
            this.told = told;
            running.add(this);
        }

        void commit(boolean tell) {
            if (ended) {
                return;
            }
            ended = true;
            running.remove(this);
            var result = statement.apply(xact);
            if (tell && !answered) {
                answered = true;
                by.later(latency(), () -> told.done(result));
            }
        }

        void giveUp(long afterMicros) {
            if (!answered) {
                answered = true;
                by.later(afterMicros, told::unknown);
            }
        }

        void rollBack() {
            ended = true;
            running.remove(this);
        }
    }

    private final Clockwork clock;
    private final Dice dice;
    private final Troubles troubles;
    private final Set<Transaction<?>> running = new LinkedHashSet<>();
    private long xacts = 1; // the first wrote what the life begins with
    private boolean down;

    Statements(Clockwork clock, Dice dice, Troubles troubles) {
        this.clock = clock;
        this.dice = dice;
        this.troubles = troubles;
    }

    private long latency() {
        return dice.between(Dice.Kind.STATEMENT, 100, 1_500);
    }

    /** Below this every transaction has ended. */
    long horizon() {
        return running.isEmpty() ? xacts + 1 : running.iterator().next().xact;
    }

    /**
     * Writes.
     *
     * @param first whether it is sent for the first time: what the database refuses, it refuses at once
     * @param statement what it does at its commit, with the transaction's id
     */
    <R> void write(SimNode by, Fault.Write write, boolean first, LongFunction<R> statement, Told<R> told) {
        var mishap = troubles.onWrite(write);
        if (mishap == null || (mishap.mishap() == WriteMishap.REFUSED && !first)) {
            begin(by, statement, told, null, 0);
            return;
        }
        long delayMicros = Math.min(mishap.delayMillis() * 1_000, 5_000_000);
        switch (mishap.mishap()) {
            case NOT_SENT -> {
                troubles.strikes(Troubles.Kind.WRITE_NOT_SENT);
                by.later(latency(), told::notSent);
            }
            case REFUSED -> {
                troubles.strikes(Troubles.Kind.WRITE_REFUSED);
                by.later(latency(), told::refused);
            }
            case LOST -> {
                troubles.strikes(Troubles.Kind.WRITE_LOST);
                by.later(Math.min(GONE_MICROS + delayMicros, GIVEN_UP_MICROS), told::unknown);
            }
            case ANSWER_LOST -> {
                troubles.strikes(Troubles.Kind.WRITE_ANSWER_LOST);
                begin(by, statement, told, WriteMishap.ANSWER_LOST, delayMicros);
            }
            case COMMITS_LATE -> {
                troubles.strikes(Troubles.Kind.WRITE_COMMITTED_LATE);
                begin(by, statement, told, WriteMishap.COMMITS_LATE, delayMicros);
            }
            case SLOW -> {
                troubles.strikes(Troubles.Kind.WRITE_SLOW);
                begin(by, statement, told, WriteMishap.SLOW, Math.min(delayMicros, GIVEN_UP_MICROS - 10_000));
            }
        }
    }

    private <R> void begin(
            SimNode by, LongFunction<R> statement, Told<R> told, @Nullable WriteMishap mishap, long delayMicros) {
        clock.after(latency(), () -> {
            if (down) {
                by.later(GONE_MICROS, told::unknown);
                return;
            }
            var transaction = new Transaction<>(by, statement, told);
            if (mishap == WriteMishap.COMMITS_LATE) {
                transaction.giveUp(Math.min(delayMicros / 2, GIVEN_UP_MICROS));
            }
            boolean late = mishap == WriteMishap.COMMITS_LATE || mishap == WriteMishap.SLOW;
            clock.after(latency() + (late ? delayMicros : 0), () -> {
                transaction.commit(mishap != WriteMishap.ANSWER_LOST);
                if (mishap == WriteMishap.ANSWER_LOST) {
                    transaction.giveUp(Math.min(GONE_MICROS + delayMicros, GIVEN_UP_MICROS));
                }
            });
        });
    }

    /** @param query what it sees */
    <R> void read(SimNode by, Fault.Read read, Supplier<R> query, Consumer<R> told, Runnable failed) {
        if (troubles.onRead(read)) {
            by.later(dice.between(Dice.Kind.STATEMENT, GONE_MICROS, GIVEN_UP_MICROS), failed);
            return;
        }
        clock.after(latency(), () -> {
            if (down) {
                by.later(GONE_MICROS, failed);
            } else {
                var result = query.get();
                by.later(latency(), () -> told.accept(result));
            }
        });
    }

    boolean isDown() {
        return down;
    }

    /** The database ends: each transaction has committed or never will, and nobody is told which. */
    void goDown() {
        down = true;
        List<Transaction<?>> all = new ArrayList<>(running);
        for (var transaction : all) {
            if (dice.oneIn(Dice.Kind.STATEMENT, 2)) {
                transaction.commit(false);
            } else {
                transaction.rollBack();
            }
            transaction.giveUp(GONE_MICROS);
        }
    }

    void comeUp() {
        down = false;
    }

    /** Calls {@code then} when every transaction that runs now has ended, or after {@code patienceMicros}. */
    void awaitRunning(long patienceMicros, Runnable then) {
        awaitHorizon(xacts + 1, clock.nowMicros() + patienceMicros, then);
    }

    private void awaitHorizon(long horizon, long untilMicros, Runnable then) {
        if (!down && (horizon() >= horizon || clock.nowMicros() >= untilMicros)) {
            then.run();
        } else {
            clock.after(20_000, () -> awaitHorizon(horizon, untilMicros, then));
        }
    }
}
