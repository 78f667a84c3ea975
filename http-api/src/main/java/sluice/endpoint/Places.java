package sluice.endpoint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts that a node makes at the same moment. Those at endpoints that fail, or have never answered, may take half of the places, so
 * that ten thousand that hang keep no healthy one waiting; the healthy ones leave them an eighth. Endpoints that wait take turns.
 */
final class Places {

    private static final Logger LOG = LoggerFactory.getLogger(Places.class);

    private final int total;
    private final int mostSick;
    private final int mostHealthy;
    private final Map<String, Deque<Runnable>> healthy = new LinkedHashMap<>();
    private final Map<String, Deque<Runnable>> sick = new LinkedHashMap<>();
    private final Set<Thread> seating = ConcurrentHashMap.newKeySet();
    private int healthyTaken;
    private int sickTaken;

    /** @param total 8 or more */
    Places(int total) {
        this.total = total;
        this.mostSick = total / 2;
        this.mostHealthy = total - total / 8;
    }

    /** Runs {@code begin} once there is a place, at once or on the thread of whoever leaves one. Then {@link #leave}. */
    void take(String endpoint, boolean isHealthy, Runnable begin) {
        synchronized (this) {
            (isHealthy ? healthy : sick)
                    .computeIfAbsent(endpoint, none -> new ArrayDeque<>(1))
                    .add(begin);
        }
        seat();
    }

    /** @param isHealthy as it was taken */
    void leave(boolean isHealthy) {
        synchronized (this) {
            if (isHealthy) {
                healthyTaken--;
            } else {
                sickTaken--;
            }
        }
        seat();
    }

    synchronized int taken() {
        return healthyTaken + sickTaken;
    }

    /** One that ends as it begins (its URL is refused) leaves its place in here: whoever seats it goes on, else the stack would end. */
    private void seat() {
        var thread = Thread.currentThread();
        if (!seating.add(thread)) {
            return;
        }
        try {
            for (var seated = seated(); !seated.isEmpty(); seated = seated()) {
                seated.forEach(Places::begin);
            }
        } finally {
            seating.remove(thread);
        }
    }

    private synchronized List<Runnable> seated() {
        List<Runnable> seated = new ArrayList<>(1);
        while (!healthy.isEmpty() && taken() < total && healthyTaken < mostHealthy) {
            healthyTaken++;
            seated.add(next(healthy));
        }
        while (!sick.isEmpty() && taken() < total && sickTaken < mostSick) {
            sickTaken++;
            seated.add(next(sick));
        }
        return seated;
    }

    private static void begin(Runnable attempt) {
        try {
            attempt.run();
        } catch (RuntimeException bug) { // the others that were seated have their places already
            LOG.error("An attempt was not begun", bug);
        }
    }

    /** The first of the endpoint whose turn it is, which goes to the end of the line if it has more. */
    private static Runnable next(Map<String, Deque<Runnable>> waiting) {
        var turn = waiting.entrySet().iterator().next();
        var line = turn.getValue();
        waiting.remove(turn.getKey());
        var first = line.remove();
        if (!line.isEmpty()) {
            waiting.put(turn.getKey(), line);
        }
        return first;
    }
}
