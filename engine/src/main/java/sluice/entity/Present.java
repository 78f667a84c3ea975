package sluice.entity;

import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * The entities of one kind that are in memory on this node, so that a message can go straight to one instead of by way of region and
 * shard. Sharding alone decides where an entity lives: one is listed from its start until it is told to leave, or asks to. A message
 * sent straight to one that has just left is lost, as one sent to a node that dies is; whoever sent it asks again.
 */
final class Present {

    private final ConcurrentHashMap<String, ActorRef<EntityMessage>> entities = new ConcurrentHashMap<>();

    void add(String id, ActorRef<EntityMessage> entity) {
        entities.put(id, entity);
    }

    /** Does nothing where another has taken its place. */
    void remove(String id, ActorRef<EntityMessage> entity) {
        entities.remove(id, entity);
    }

    @Nullable ActorRef<EntityMessage> find(String id) {
        return entities.get(id);
    }
}
