package sluice.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Lets so many pass in a second, each in its turn: at once while there are few, after a wait when there are more. Every tick has its
 * share of turns, taken first by who waits.
 */
final class Pace {

    private static final Duration TICK = Duration.ofMillis(20);

    private final int turnsPerTick;
    private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>();
    private int turnsLeft;

    /** @param perSecond how many pass in a second; at least one in every tick of 20 ms does */
    Pace(int perSecond) {
        this.turnsPerTick = (int) Math.max(1, perSecond * TICK.toMillis() / 1_000);
        this.turnsLeft = turnsPerTick;
    }

    /** A pace kept until {@code system} stops. */
    static Pace of(int perSecond, ActorSystem<?> system) {
        var pace = new Pace(perSecond);
        var unused = system.scheduler().scheduleAtFixedRate(TICK, TICK, pace::tick, system.executionContext());
        return pace;
    }

    /** Completes when it is the caller's turn. */
    synchronized CompletionStage<Void> turn() {
        if (turnsLeft > 0) {
            turnsLeft--;
            return CompletableFuture.completedStage(null);
        }
        var turn = new CompletableFuture<Void>();
        waiting.add(turn);
        return turn;
    }

    /** Begins the next tick; turns that were not taken are gone. */
    void tick() {
        due().forEach(turn -> turn.complete(null));
    }

    private synchronized List<CompletableFuture<Void>> due() {
        var due = new ArrayList<CompletableFuture<Void>>();
        while (due.size() < turnsPerTick && !waiting.isEmpty()) {
            due.add(waiting.remove());
        }
        turnsLeft = turnsPerTick - due.size();
        return due;
    }
}
