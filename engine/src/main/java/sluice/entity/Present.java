package sluice.entity;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * The entities of one kind that are in memory on this node.
 *
 * <p>A message can go straight to one of them instead of by way of region and shard. Sharding alone decides where an entity lives: one
 * is listed from its start until it is told to leave, or asks to. A message sent straight to one that has just left is lost, as one sent
 * to a node that dies is; whoever sent it asks again.
 *
 * <p>And from time to time {@link #sweep} tells those to leave that have not been used lately, which costs an entity less than a timer
 * of its own.
 */
public final class Present {

    /** To an entity, from {@link #sweep}. */
    enum Nudge implements EntityMessage {
        /** Nothing came for a moment: see to what was put off. */
        PAUSE,
        /** Nothing came for a while, or memory is short: leave, if there is nothing to see to. */
        QUIET
    }

    /** One entity's place in the list; for the entity's own thread. */
    public static final class Place {

        private final ActorRef<EntityMessage> entity;
        private volatile long usedNanos = System.nanoTime();
        private volatile boolean holds;

        private Place(ActorRef<EntityMessage> entity) {
            this.entity = entity;
        }

        /** @param holds whether something was put off until the next request or {@link Nudge#PAUSE} */
        void used(boolean holds) {
            this.usedNanos = System.nanoTime();
            this.holds = holds;
        }
    }

    private final ConcurrentHashMap<String, Place> entities = new ConcurrentHashMap<>();
    private final long pauseNanos;

    /** @param pause for how long what is put off waits for another request */
    Present(Duration pause) {
        this.pauseNanos = pause.toNanos();
    }

    Place add(String id, ActorRef<EntityMessage> entity) {
        var place = new Place(entity);
        entities.put(id, place);
        return place;
    }

    /** Does nothing where another has taken its place. */
    void remove(String id, Place place) {
        entities.remove(id, place);
    }

    @Nullable
    ActorRef<EntityMessage> find(String id) {
        var place = entities.get(id);
        return place == null ? null : place.entity;
    }

    /**
     * Nudges entities that are not in use.
     *
     * @param idleTimeout after which one should leave
     * @param limit how many may stay; beyond it those used longest ago should leave at once
     */
    void sweep(Duration idleTimeout, int limit) {
        long nanos = System.nanoTime();
        long mayStayNanos = Math.min(idleTimeout.toNanos(), idleNanosOfTheLast(limit, nanos));
        for (var place : entities.values()) {
            long idleNanos = nanos - place.usedNanos;
            if (place.holds && idleNanos > pauseNanos) {
                place.entity.tell(Nudge.PAUSE);
            } else if (idleNanos > mayStayNanos) {
                place.entity.tell(Nudge.QUIET);
            }
        }
    }

    /** For how long the one used longest ago has been idle, of the {@code limit} used last. */
    private long idleNanosOfTheLast(int limit, long nanos) {
        if (entities.size() <= limit) {
            return Long.MAX_VALUE;
        }
        var idle = entities.values().stream()
                .mapToLong(place -> nanos - place.usedNanos)
                .sorted()
                .toArray();
        return idle[Math.min(limit, idle.length) - 1];
    }
}
