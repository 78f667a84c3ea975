package sluice.entity;

import org.apache.pekko.actor.typed.ActorRef;

/** Where an entity lives: its shard, as the entity sees it. */
public interface Home {

    /** The entity is in memory and may be sent to directly. */
    Present.Place enter(ActorRef<EntityMessage> entity);

    /** The entity is about to leave, or has left: what comes for it is the shard's to keep or to forward. */
    void leave(Present.Place place);

    /** Asks the shard to let the entity leave memory; the shard then sends the entity its stop message. */
    void letLeave(ActorRef<EntityMessage> entity);

    /**
     * Has the entity enter memory again once it has left, here or on another node, for it leaves with something to see to.
     *
     * @param inDoubt as in {@link Wake}
     */
    void wakeAgain(boolean inDoubt);
}
