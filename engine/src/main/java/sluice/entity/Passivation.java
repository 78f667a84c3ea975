package sluice.entity;

import org.apache.pekko.actor.typed.ActorRef;

/** Asks the shard of an entity to let it leave memory; the shard then sends the entity its stop message. */
@FunctionalInterface
public interface Passivation {

    void ask(ActorRef<EntityMessage> entity);
}
